import inspector from 'node:inspector'
import { keepCompiledCode } from './keep-compiled-code.js'
import { readVersion } from './version.js'

/** Runs the program; the exit code is left in `process.exitCode`, since a refresh under way must not be cut off. */
export async function main(): Promise<void> {
  closeInspector()
  watchStreams()
  const args = process.argv.slice(2)
  const version = readVersion()
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-v')) {
    process.stdout.write(`${version}\n`)
    return
  }
  keepCompiledCode(process)
  const { runProgram } = await import('./cli/run-program.js')
  process.exitCode = await runProgram(args, version)
}

/** Closes the inspector that Node opened at a SIGUSR1 before the program ignored that signal; not one that the user asked for. */
function closeInspector(): void {
  const options = [...process.execArgv, process.env['NODE_OPTIONS'] ?? '']
  const isWanted = options.some((option) => option.includes('--inspect'))
  if (!isWanted && inspector.url() !== undefined) inspector.close()
}

/** A reader that left (`| head`), or a terminal that was closed. */
const gone: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO', 'ENXIO', 'ENOTCONN', 'ECONNRESET'])

/** A stream that fails never throws: a refresh or a response may be under way. An answer that is lost sets exit code 1. */
function watchStreams(): void {
  let isLost = false
  process.stdin.on('error', () => {})
  // There is no other place to report it.
  process.stderr.on('error', () => {})
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (gone.has(error.code) || isLost) return
    isLost = true
    process.stderr.write(`error: the output could not be written: ${error.message}\n`)
    process.on('exit', () => {
      process.exitCode = 1
    })
  })
}
