import { keepCompiledCode } from './keep-compiled-code.js'
import { readVersion } from './version.js'

/** Runs the program; the exit code is left in `process.exitCode`, since a refresh under way must not be cut off. */
export async function main(): Promise<void> {
  const args = process.argv.slice(2)
  // A reader that left (`| head`) is no failure.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe)
  const version = readVersion()
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-v')) {
    process.stdout.write(`${version}\n`)
    return
  }
  keepCompiledCode(process)
  const { runProgram } = await import('./cli/run-program.js')
  process.exitCode = await runProgram(args, version)
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
