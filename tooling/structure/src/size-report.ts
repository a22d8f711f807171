import { type FileKind, fileKind } from './file-kind.ts'
import { pathInRepository, type Workspace } from './workspace.ts'

const longLines = 250

/** The size of the code as lines to print: files, median and ninth decile by kind, and the long ones by name. */
export function sizeReport(workspace: Workspace): string[] {
  const sizes = workspace.packages.flatMap((member) =>
    member.files.map((file) => ({
      kind: fileKind(file.path),
      path: pathInRepository(member, file.path),
      lines: lineCount(file.text),
    })),
  )
  const kinds: FileKind[] = ['source', 'test', 'fixture']
  const table = kinds.map((kind) => {
    const lines = sizes.filter((size) => size.kind === kind).map((size) => size.lines)
    return `${kind.padEnd(8)} ${lines.length} ${lines.length === 1 ? 'file' : 'files'}, median ${quantile(lines, 0.5)} lines, 90 % up to ${quantile(lines, 0.9)}`
  })
  const long = sizes
    .filter((size) => size.kind === 'source' && size.lines > longLines)
    .toSorted((left, right) => right.lines - left.lines)
    .map((size) => `long     ${size.path}: ${size.lines} lines`)
  return [...table, ...long]
}

/** Lines of a text; a newline at its end begins no further one. */
export function lineCount(text: string): number {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length
}

/** The smallest of `values` that `share` (0 to 1) of them do not exceed; 0 when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
