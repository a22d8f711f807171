// citty lets unknown flags, flags without value and extra words pass; a proxy that keeps logins should not guess.
import { parseArgs } from 'node:util'
import type { ArgsDef } from 'citty'
import { unknownWord, usageError } from './usage-error.js'

const everywhere = ['help', 'debug']

interface Token {
  readonly kind: string
  readonly index: number
  readonly name?: string
  readonly rawName?: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function tokensOf(args: readonly string[], definitions: ArgsDef): readonly Token[] {
  const options = Object.fromEntries(
    Object.entries(definitions)
      .filter(([, definition]) => definition.type !== 'positional')
      .map(([name, definition]) => [name, { type: definition.type === 'boolean' ? 'boolean' : 'string' } as const]),
  )
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true }).tokens
}

function checkFlag(token: Token, definitions: ArgsDef, help: string): void {
  const { name = '', rawName = '', value, inlineValue } = token
  if (rawName === '-h' || everywhere.includes(name)) return
  const flags = Object.keys(definitions).filter((key) => definitions[key]?.type !== 'positional')
  const positive = name.startsWith('no-') ? definitions[name.slice(3)] : undefined
  if (rawName === `--${name}` && positive?.type === 'boolean' && positive.default === true) return
  const definition = rawName.startsWith('--') && flags.includes(name) ? definitions[name] : undefined
  if (definition === undefined) {
    const spelled = flags.map((flag) => (definitions[flag]?.default === true ? `no-${flag}` : flag))
    throw unknownWord('flag', rawName, [...spelled, ...everywhere], help)
  }
  if (definition.type === 'boolean') {
    if (inlineValue === true) throw usageError(`--${name} takes no value`, `See \`${help} --help\`.`)
    return
  }
  if (value === undefined || value === '' || (inlineValue !== true && value.startsWith('-')))
    throw usageError(`--${name} needs a value`, `See \`${help} --help\`.`)
  if (definition.type === 'enum' && !(definition.options ?? []).includes(value)) {
    throw unknownWord(`value of --${name}:`, value, definition.options ?? [], help)
  }
}

/**
 * @param help the command as it is typed, for the hint
 * @throws CCPROXY_CLI_USAGE with the nearest name
 */
export function checkArguments(args: readonly string[], definitions: ArgsDef, help: string): void {
  const tokens = tokensOf(args, definitions)
  for (const token of tokens) if (token.kind === 'option') checkFlag(token, definitions, help)
  const words = tokens.filter((token) => token.kind === 'positional').map((token) => token.value ?? '')
  const positionals = Object.entries(definitions).filter(([, definition]) => definition.type === 'positional')
  const missing = positionals.slice(words.length).find(([, definition]) => definition.required !== false)
  if (missing !== undefined) throw usageError(`missing <${missing[0]}>`, `See \`${help} --help\`.`)
  const extra = words[positionals.length]
  if (extra !== undefined) throw usageError(`unexpected argument ${extra}`, `See \`${help} --help\`.`)
}

/** Every value of a flag that may be given several times; citty keeps the last alone. */
export function valuesOf(args: readonly string[], name: string, definitions: ArgsDef): readonly string[] {
  return tokensOf(args, definitions).flatMap((token) =>
    token.kind === 'option' && token.name === name && token.value !== undefined ? [token.value] : [],
  )
}

/** The words that are left when the named flags and their values are taken out; nothing after `--` is touched. */
export function withoutFlags(args: readonly string[], definitions: ArgsDef): readonly string[] {
  const taken = new Set<number>()
  for (const { kind, name = '', index, value, inlineValue } of tokensOf(args, definitions)) {
    if (kind !== 'option' || !Object.hasOwn(definitions, name)) continue
    taken.add(index)
    if (value !== undefined && inlineValue === false) taken.add(index + 1)
  }
  return args.filter((_word, index) => !taken.has(index))
}
