// Asks the program that owns a linked credential for a token, by the command that it documents for this.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CCProxyError } from '../errors/ccproxy-error.js'

export interface OwnerCommand {
  /** Found on PATH; no shell reads it. On Windows also what is a batch file there. */
  readonly program: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What to do when it is not installed or refuses: a sentence. */
  readonly hint: string
  /** Default 10,000. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

const run = promisify(execFile)
const longestOutput = 1024 * 1024

/**
 * @returns what it printed on stdout, trimmed
 * @throws CCPROXY_CREDENTIAL_LINK when it is not there, fails, takes too long or prints nothing; never with its output,
 *   which may hold tokens
 */
export async function runOwnerCommand(command: OwnerCommand): Promise<string> {
  const { program, args, environment, hint, timeoutMs = 10_000, signal } = command
  const name = [program, ...args].join(' ')
  const isWindows = process.platform === 'win32'
  const file = isWindows ? 'cmd.exe' : program
  const { stdout } = await run(file, isWindows ? ['/d', '/s', '/c', program, ...args] : [...args], {
    // Windows would look into the working directory first, which may be a cloned repository.
    env: { ...environment, ...(isWindows && { NoDefaultCurrentDirectoryInExePath: '1' }) },
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: longestOutput,
    windowsHide: true,
    ...(signal !== undefined && { signal }),
  }).catch((error: unknown) => {
    throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', `\`${name}\` ${whyNot(error, timeoutMs)}`, { hint })
  })
  const printed = stdout.trim()
  if (printed !== '') return printed
  throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', `\`${name}\` printed nothing`, { hint })
}

function whyNot(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'failed'
  const code: unknown = Reflect.get(error, 'code')
  if (code === 'ENOENT') return 'is not installed (it was not found on PATH)'
  if (code === 'EACCES') return 'must not be run by this user'
  if (error.name === 'AbortError' || Reflect.get(error, 'killed') === true)
    return `did not end within ${timeoutMs / 1000} s`
  return typeof code === 'number' ? `ended with code ${code}` : 'failed'
}
