import { realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

function rootsIn(path: string): readonly string[] {
  const roots: string[] = []
  for (let here = path; dirname(here) !== here; here = dirname(here)) {
    if (/[\\/]node_modules$/.test(here)) roots.unshift(dirname(here))
  }
  return roots
}

async function real(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}

/**
 * The directories whose node_modules the program was started from, outermost first, as real paths. Judged by the path
 * that was started before the one it links to: the link is what the user chose.
 * @param programPath `process.argv[1]`
 */
export async function programRoots(programPath: string): Promise<readonly string[]> {
  const started = resolve(programPath)
  const roots = [...rootsIn(started), ...rootsIn(await real(started))]
  return [...new Set(await Promise.all(roots.map(real)))]
}
