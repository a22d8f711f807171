import { isCCProxyError } from '@ccproxy/core/errors'
import { runCommand } from 'citty'
import { checkArguments } from './check-arguments.js'
import type { CliContext } from './cli-context.js'
import { commandTree } from './command-tree.js'
import { type ExitCode, exitCode, isExitCode } from './exit-code.js'
import { argumentsOf, commandIndex, type FoundCommand, findCommand } from './find-command.js'
import { printError } from './output/print-error.js'
import { pluginCommands } from './plugin-commands.js'
import { showHelp } from './show-help.js'
import { usageError } from './usage-error.js'

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h'
}

/** The words of ours; what follows `--` belongs to someone else. */
function ownWords(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--')
  return end === -1 ? args : args.slice(0, end)
}

async function execute({ name, command, args }: FoundCommand): Promise<ExitCode> {
  const definitions = (await argumentsOf(command)) ?? (command.run === undefined ? {} : undefined)
  if (definitions !== undefined) checkArguments(args, definitions, name)
  if (command.run === undefined) throw usageError(`${name} needs a command`, `See \`${name} --help\`.`)
  const { result } = await runCommand(command, { rawArgs: [...args] })
  return isExitCode(result) ? result : exitCode.ok
}

/** Plugins are looked for only where their commands matter: in the general help, and at a word that is none of ours. */
async function find(context: CliContext, args: readonly string[]): Promise<FoundCommand> {
  const own = commandTree(context)
  const index = await commandIndex(own, args)
  const word = args[index]
  if (word !== undefined && Object.hasOwn(own.subCommands ?? {}, word)) return await findCommand(own, args)
  return await findCommand(commandTree(context, await pluginCommands(context, ownWords(args))), args)
}

/** Runs one call of the program. Never rejects; what failed was printed. */
export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  const words = ownWords(args)
  try {
    if (words.length === 1 && (words[0] === '--version' || words[0] === '-v')) {
      context.output.print(context.version)
      return exitCode.ok
    }
    const asked = words.some(isHelp) || words[0] === 'help'
    const path = words[0] === 'help' ? args.slice(1) : args
    const found = await find(context, asked ? path.filter((word) => !isHelp(word)) : path)
    if (asked || (args.length === 0 && found.name === 'ccproxy')) {
      await showHelp(context.output, found)
      return exitCode.ok
    }
    return await execute(found)
  } catch (error) {
    printError(context.output, error, { stacks: words.includes('--debug'), json: words.includes('--json') })
    return isCCProxyError(error) && error.code === 'CCPROXY_CLI_USAGE' ? exitCode.usage : exitCode.failed
  }
}
