import { closest, distance } from 'fastest-levenshtein'

/** The candidate that was probably meant; undefined when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  if (name === '' || candidates.length === 0) return undefined
  const match = closest(name.toLowerCase(), candidates)
  // Two swapped letters are two changes.
  const allowed = match.length < 4 ? 1 : Math.max(2, Math.floor(match.length / 3))
  return distance(name.toLowerCase(), match) <= allowed ? match : undefined
}
