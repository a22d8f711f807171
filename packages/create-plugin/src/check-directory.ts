import { readdir } from 'node:fs/promises'
import { ScaffoldProblem } from './scaffold-problem.js'

/**
 * What is at the place of the new plugin. Nothing that exists is ever written over.
 * @returns whether the folder has to be made
 * @throws ScaffoldProblem when something is there
 */
export async function checkDirectory(directory: string): Promise<'absent' | 'empty'> {
  try {
    const [first] = await readdir(directory)
    if (first === undefined) return 'empty'
    throw new ScaffoldProblem(`${directory} is not empty`, 'Name a new or empty folder with --directory.')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return 'absent'
    if (code === 'ENOTDIR') throw new ScaffoldProblem(`${directory} is no folder`, 'Name a new one with --directory.')
    if (typeof code !== 'string') throw error
    throw new ScaffoldProblem(`${directory} cannot be used (${code})`, 'Name another folder with --directory.')
  }
}
