import { printable } from '../../logging/printable.js'

export interface Cell {
  readonly text: string
  /** Applied after the width was measured. */
  readonly paint?: (text: string) => string
}

const gap = '  '

/** Aligned columns, the head first if there is one. Cells are made printable; a column without content is left out. */
export function textTable(head: readonly Cell[], rows: readonly (readonly Cell[])[]): readonly string[] {
  const body = rows.map((row) => row.map((cell) => ({ ...cell, text: printable(cell.text) })))
  const count = Math.max(0, ...body.map((row) => row.length))
  const columns = Array.from({ length: count }, (_, column) => column).filter((column) =>
    body.some((row) => (row[column]?.text ?? '') !== ''),
  )
  const lines = head.length === 0 ? body : [head, ...body]
  const widths = new Map(
    columns.map((column) => [column, Math.max(...lines.map((line) => line[column]?.text.length ?? 0))]),
  )
  return lines.map((line) =>
    columns
      .map((column) => {
        const { text, paint } = line[column] ?? { text: '' }
        const padding = ' '.repeat((widths.get(column) ?? 0) - text.length)
        return `${paint === undefined || text === '' ? text : paint(text)}${padding}`
      })
      .join(gap)
      .trimEnd(),
  )
}
