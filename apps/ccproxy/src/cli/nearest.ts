import { closest, distance } from 'fastest-levenshtein'

/** The candidate that was probably meant; undefined when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  if (name === '' || candidates.length === 0) return undefined
  const match = closest(name.toLowerCase(), candidates)
  return distance(name.toLowerCase(), match) <= Math.max(1, Math.floor(match.length / 3)) ? match : undefined
}
