import type { SettingRow, SettingSource } from '@ccproxy/host'
import type { Output } from './output.js'
import { textTable } from './text-table.js'

function sourceText(source: SettingSource): string {
  if (source.kind === 'file') return source.file
  if (source.kind === 'environment') return source.variable
  return source.kind === 'flag' ? source.flag : ''
}

/** `key = value`, and where it came from if not by default. */
export function printSettings(output: Output, rows: readonly SettingRow[]): void {
  const { paint } = output
  const lines = textTable(
    [],
    rows.map(({ key, value, source }) => [
      { text: key, paint: source.kind === 'default' ? paint.dim : paint.bold },
      { text: `= ${JSON.stringify(value) ?? 'undefined'}` },
      { text: sourceText(source), paint: paint.dim },
    ]),
  )
  for (const line of lines) output.print(line)
}
