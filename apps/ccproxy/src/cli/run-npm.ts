import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export interface NpmRun {
  /** undefined: there is no npm. */
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** The user's npm, found on PATH. No shell reads the arguments where there are no batch files. */
export async function runNpm(
  args: readonly string[],
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<NpmRun> {
  const isWindows = process.platform === 'win32'
  const [program, words] = isWindows ? ['cmd.exe', ['/d', '/s', '/c', 'npm', ...args]] : ['npm', [...args]]
  const child = spawn(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], signal, windowsHide: true })
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  try {
    const [code] = await once(child, 'close')
    const [stdout, stderr] = await output
    return { code: typeof code === 'number' ? code : 1, stdout, stderr }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT')
      return { code: undefined, stdout: '', stderr: '' }
    throw error
  }
}
