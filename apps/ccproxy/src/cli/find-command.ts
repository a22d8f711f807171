// From words to a command. citty could do it too, but would end the process and guess at what it does not know.
import type { ArgsDef, CommandMeta, SubCommandsDef } from 'citty'
import type { AnyCommand } from './define-command.js'
import { unknownWord } from './usage-error.js'

export interface FoundCommand {
  /** As it is typed: `ccproxy auth login`. */
  readonly name: string
  readonly command: AnyCommand
  /** What is left for it: flags and positionals. */
  readonly args: readonly string[]
}

/** citty lets every part of a command be given later. */
type Later<T> = T | Promise<T> | (() => T) | (() => Promise<T>)

function isFunction<T>(value: Later<T>): value is (() => T) | (() => Promise<T>) {
  return typeof value === 'function'
}

async function resolved<T extends object>(value: Later<T>): Promise<T> {
  return await (isFunction(value) ? value() : value)
}

/** undefined: the command takes whatever it is given. */
export async function argumentsOf(command: AnyCommand): Promise<ArgsDef | undefined> {
  return command.args === undefined ? undefined : await resolved<ArgsDef>(command.args)
}

/** Name and description; citty lets them be given later, too. */
export async function metaOf({ meta }: AnyCommand): Promise<CommandMeta> {
  return meta === undefined ? {} : await resolved<CommandMeta>(meta)
}

/** The commands of a group, loaded. */
export async function childrenOf({ subCommands }: AnyCommand): Promise<readonly (readonly [string, AnyCommand])[]> {
  if (subCommands === undefined) return []
  const entries = Object.entries(await resolved<SubCommandsDef>(subCommands))
  return await Promise.all(entries.map(async ([name, entry]) => [name, await resolved<AnyCommand>(entry)] as const))
}

/** The index of the first word that is no flag and no flag's value; -1: there is none. */
function wordIndex(args: readonly string[], valueFlags: readonly string[]): number {
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? ''
    if (word === '--') return -1
    if (!word.startsWith('-')) return index
    if (valueFlags.includes(word)) index++
  }
  return -1
}

async function valueFlagsOf(command: AnyCommand): Promise<readonly string[]> {
  const definitions = Object.entries((await argumentsOf(command)) ?? {})
  return definitions.flatMap(([name, { type }]) => (type === 'string' || type === 'enum' ? [`--${name}`] : []))
}

/** Where the word stands that names the command; -1: there are flags only. */
export async function commandIndex(root: AnyCommand, args: readonly string[]): Promise<number> {
  return wordIndex(args, await valueFlagsOf(root))
}

/** Follows the words down the tree. Flags may come before a command; it gets them. @throws CCPROXY_CLI_USAGE */
export async function findCommand(root: AnyCommand, args: readonly string[]): Promise<FoundCommand> {
  let found: FoundCommand = { name: 'ccproxy', command: root, args }
  // What the program takes before a command, a group of commands lets pass.
  const valueFlags = await valueFlagsOf(root)
  for (;;) {
    const { subCommands } = found.command
    if (subCommands === undefined) return found
    const children = await resolved<SubCommandsDef>(subCommands)
    const index = wordIndex(found.args, valueFlags)
    const word = found.args[index]
    if (word === undefined) return found
    const entry = Object.hasOwn(children, word) ? children[word] : undefined
    if (entry === undefined) throw unknownWord('command', word, Object.keys(children), found.name)
    const child = await resolved<AnyCommand>(entry)
    found = { name: `${found.name} ${word}`, command: child, args: found.args.toSpliced(index, 1) }
  }
}
