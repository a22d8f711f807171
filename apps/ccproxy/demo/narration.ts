// How the demo speaks: titles of its own, and what the program prints, indented below them.

export function chapter(title: string): void {
  console.log(`\n\u001B[1;7m ${title} \u001B[0m`)
}

export function step(title: string): void {
  console.log(`\n\u001B[1m${title}\u001B[0m`)
}

export function remark(text: string): void {
  console.log(`   ${text}`)
}

export function show(text: string): void {
  process.stdout.write(text.replaceAll(/^(?=.)/gm, '   '))
}

/** Columns below their heads. */
export function table(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  for (const row of rows)
    remark(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}
