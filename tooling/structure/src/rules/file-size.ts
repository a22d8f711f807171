import { fileKind } from '../file-kind.ts'
import type { Finding } from '../finding.ts'
import { lineCount } from '../size-report.ts'
import { pathInRepository, type Workspace } from '../workspace.ts'

const limitLines = 400

/** A source file of more than 400 lines does two things. */
export function fileSize(workspace: Workspace): Finding[] {
  return workspace.packages.flatMap((member) =>
    member.files
      .filter((file) => fileKind(file.path) === 'source' && lineCount(file.text) > limitLines)
      .map((file) => ({
        rule: 'file-size',
        path: pathInRepository(member, file.path),
        message: `${lineCount(file.text)} lines; over ${limitLines}, split it by what it does`,
      })),
  )
}
