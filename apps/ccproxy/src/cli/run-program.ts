import type { ExitCode } from './exit-code.js'
import { processContext } from './process-context.js'
import { runCli } from './run-cli.js'

/** Runs a call of the program in this process. One module, since each file that is loaded costs as much as its code. */
export async function runProgram(args: readonly string[], version: string): Promise<ExitCode> {
  return await runCli(args, processContext(version))
}
