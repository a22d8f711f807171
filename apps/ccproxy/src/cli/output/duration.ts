const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const

/** Two units at most: `2 d 3 h`, `52 min`, `12 s`. */
export function duration(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds))
  const parts: string[] = []
  for (const [name, size] of units) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count} ${name}`)
    if (parts.length === 2 || (parts.length === 1 && name === 'min')) break
  }
  return parts.length === 0 ? `${rest} s` : parts.join(' ')
}
