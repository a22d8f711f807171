import { fileKind } from '../file-kind.ts'
import type { Finding } from '../finding.ts'
import type { Workspace } from '../workspace.ts'

const table = 'packages/core/src/errors/error-table.ts'

/** Every code of the error table is raised somewhere; that no other is raised, the compiler sees to. */
export function errorCodes(workspace: Workspace, codes: readonly string[]): Finding[] {
  const mentioned = new Set(
    workspace.packages
      .filter((member) => !member.folder.startsWith('tooling/'))
      .flatMap((member) =>
        member.files
          .filter((file) => fileKind(file.path) === 'source' && `${member.folder}/${file.path}` !== table)
          .flatMap((file) => file.text.match(/\bCCPROXY_[A-Z_]+\b/g) ?? []),
      ),
  )
  return codes
    .filter((code) => !mentioned.has(code))
    .map((code) => ({
      rule: 'error-codes',
      path: table,
      message: `${code} is never raised; raise it or remove its row`,
    }))
}
