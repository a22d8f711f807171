import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a program calls its version; undefined: there is no such program here. */
export async function versionOf(program: string): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await run(program, ['-v'], { timeout: 10_000 })
    return (stdout + stderr).trim().split('\n')[0]
  } catch {
    return undefined
  }
}
