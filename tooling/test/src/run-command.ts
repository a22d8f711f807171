import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

/** The root of the repository, where every command runs. */
const repositoryRoot = join(import.meta.dirname, '../../..')

export interface CommandResult {
  /** null when a signal ended it. */
  readonly exitCode: number | null
  /** What it printed, both streams in the order of their arrival; empty when it printed to our own output. */
  readonly output: string
}

/**
 * Runs a command of the repository's own tools to its end. `print` shows what it prints as it comes, `keep` returns it.
 * @throws when the command cannot be started
 */
export async function runCommand(command: readonly string[], output: 'print' | 'keep'): Promise<CommandResult> {
  const [program = '', ...programArguments] = command
  const child = spawn(program, programArguments, {
    cwd: repositoryRoot,
    env: {
      ...process.env,
      PATH: [join(repositoryRoot, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
    },
    stdio: output === 'print' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject)
  child.once('close', resolve)
  const exitCode = await promise
  return { exitCode, output: Buffer.concat(chunks).toString() }
}
