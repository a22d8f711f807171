import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { checkDirectory } from './check-directory.js'
import { ScaffoldProblem } from './scaffold-problem.js'

/**
 * Writes the files into a new or empty folder; what cannot be finished is taken back.
 * @throws ScaffoldProblem
 */
export async function writePlugin(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  await checkDirectory(directory)
  let firstMade: string | undefined
  try {
    firstMade = await mkdir(directory, { recursive: true })
    for (const [path, text] of files) {
      const target = join(directory, path)
      await mkdir(dirname(target), { recursive: true })
      // Never over a file that came in between.
      await writeFile(target, text, { flag: 'wx' })
    }
  } catch (error) {
    await takeBack(directory, firstMade, files)
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure'
    throw new ScaffoldProblem(`${directory} cannot be written (${code})`, 'Name another folder with --directory.')
  }
}

async function takeBack(
  directory: string,
  firstMade: string | undefined,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  if (firstMade !== undefined) return await rm(firstMade, { recursive: true, force: true })
  const ours = new Set([...files.keys()].map((path) => path.split('/')[0]))
  const present = await readdir(directory).catch(() => [])
  for (const name of present) if (ours.has(name)) await rm(join(directory, name), { recursive: true, force: true })
}
