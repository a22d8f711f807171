import { fileKind } from '../file-kind.ts'
import type { Finding } from '../finding.ts'
import { pathInRepository, type Workspace } from '../workspace.ts'

const namesOfNothing = /^(utils?|helpers?|misc|common|shared)$/

/** A file or folder says what it holds, and a package has one index: its public face. */
export function fileNames(workspace: Workspace): Finding[] {
  return workspace.packages.flatMap((member) =>
    member.files
      .filter((file) => fileKind(file.path) !== 'other')
      .flatMap((file) => {
        const path = pathInRepository(member, file.path)
        const vague = file.path.split('/').find((part) => namesOfNothing.test(part.split('.')[0] ?? ''))
        return [
          ...(vague === undefined ? [] : [`"${vague}" says nothing; name it after what it holds`]),
          ...(/(^|\/)index\.ts$/.test(file.path) && file.path !== 'src/index.ts' && fileKind(file.path) === 'source'
            ? ['the only index.ts of a package is src/index.ts']
            : []),
        ].map((message) => ({ rule: 'file-names', path, message }))
      }),
  )
}
