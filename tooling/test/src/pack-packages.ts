import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from './run-command.ts'

const members = ['--filter', './apps/*', '--filter', './packages/*']

/**
 * Packs every package as for the registry; pnpm alone replaces `workspace:` and `catalog:`. What was built is packed as it is.
 * @param folder empty, absolute
 * @returns the paths of the tarballs, sorted
 */
export async function packPackages(folder: string): Promise<readonly string[]> {
  const packed = await runCommand(['pnpm', '-r', '--silent', ...members, 'pack', '--pack-destination', folder], 'keep')
  const tarballs = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  if (packed.exitCode !== 0 || tarballs.length === 0) throw new Error(`pnpm pack failed\n${packed.output}`)
  return tarballs.toSorted().map((name) => join(folder, name))
}
