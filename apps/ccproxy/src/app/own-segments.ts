/** First path segments that belong to CCProxy; the manifest check keeps plugins from taking them as names. */
export const ownSegments: ReadonlySet<string> = new Set(['', 'auth', 'health', 'plugins'])

/** Of a raw target, without the slash. */
export function firstSegment(target: string): string {
  const end = target.slice(1).search(/[/?]/)
  return end === -1 ? target.slice(1) : target.slice(1, end + 1)
}
