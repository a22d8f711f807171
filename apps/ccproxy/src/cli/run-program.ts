import { toCCProxyError } from '@ccproxy/core/errors'
import { type ExitCode, exitCode } from './exit-code.js'
import { createOutput } from './output/output.js'
import { printError } from './output/print-error.js'
import { processContext } from './process-context.js'
import { runCli } from './run-cli.js'

/** Runs a call of the program in this process. One module, since each file that is loaded costs as much as its code. */
export async function runProgram(args: readonly string[], version: string): Promise<ExitCode> {
  try {
    return await runCli(args, processContext(version))
  } catch (error) {
    // The context itself could not be made: there is no current directory.
    const { stdout, stderr, env } = process
    const output = createOutput(stdout, stderr, env)
    printError(output, toCCProxyError(error), { stacks: args.includes('--debug'), json: args.includes('--json') })
    return exitCode.failed
  }
}
