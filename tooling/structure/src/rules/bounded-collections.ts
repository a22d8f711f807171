import type { Bound } from '../bounds/bound.ts'
import { fileKind } from '../file-kind.ts'
import type { Finding } from '../finding.ts'
import { keptCollections } from '../kept-collections.ts'
import { pathInRepository, type Workspace } from '../workspace.ts'

const rule = 'bounded-collections'
/** What runs as long as the program does. */
const watched: ReadonlySet<string> = new Set(['packages/core', 'packages/host', 'apps/ccproxy'])

const idOf = ({ file, name }: Pick<Bound, 'file' | 'name'>): string => `${file} ${name}`

/** Every map, set or list that is kept is in the list of bounds, with its limit and the test of it; and nothing else is. */
export function boundedCollections(workspace: Workspace, bounds: readonly Bound[]): Finding[] {
  const kept = workspace.packages
    .filter(({ folder }) => watched.has(folder))
    .flatMap((member) =>
      member.files
        .filter(({ path }) => path.startsWith('src/') && fileKind(path) === 'source')
        .flatMap((file) =>
          keptCollections(file).map(({ name, owner }) => ({ file: pathInRepository(member, file.path), name, owner })),
        ),
    )
  const listed = new Set(bounds.map(idOf))
  const found = new Set(kept.map(idOf))
  const unlisted = kept.filter((each) => !listed.has(idOf(each)))
  const gone = bounds.filter((each) => !found.has(idOf(each)))
  return [
    ...unlisted.map(({ file, name, owner }) => ({
      rule,
      path: file,
      message: `${name} of ${owner} is kept: give it a limit, and write it with its test into tooling/structure/src/bounds`,
    })),
    ...gone.map(({ file, name }) => ({
      rule,
      path: file,
      message: `${name} is kept no more: take it out of the bounds`,
    })),
  ]
}
