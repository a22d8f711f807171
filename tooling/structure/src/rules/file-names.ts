import { fileKind } from '../file-kind.ts'
import type { Finding } from '../finding.ts'
import { pathInRepository, type Workspace, type WorkspacePackage } from '../workspace.ts'

const namesOfNothing = /^(utils?|helpers?|misc|common|shared)$/

/** A file or folder says what it holds, and an index is a public face: that of the package, or of an entry beside it. */
export function fileNames(workspace: Workspace): Finding[] {
  return workspace.packages.flatMap((member) =>
    member.files
      .filter((file) => fileKind(file.path) !== 'other')
      .flatMap((file) => {
        const path = pathInRepository(member, file.path)
        const vague = file.path.split('/').find((part) => namesOfNothing.test(part.split('.')[0] ?? ''))
        return [
          ...(vague === undefined ? [] : [`"${vague}" says nothing; name it after what it holds`]),
          ...(/(^|\/)index\.ts$/.test(file.path) && fileKind(file.path) === 'source' && !isEntry(member, file.path)
            ? ['an index.ts is src/index.ts, or what package.json exports']
            : []),
        ].map((message) => ({ rule: 'file-names', path, message }))
      }),
  )
}

function isEntry({ manifest }: WorkspacePackage, path: string): boolean {
  if (path === 'src/index.ts') return true
  const targets = Object.values(manifest.exports ?? {}).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  )
  return targets.includes(`./${path}`)
}
