/** What a file of a package is for. */
export type FileKind = 'source' | 'test' | 'fixture' | 'other'

/** Tells by its path inside the package; `other` is everything that is not TypeScript, or the text of other packages. */
export function fileKind(path: string): FileKind {
  if (!path.endsWith('.ts') || path.startsWith('templates/')) return 'other'
  if (path.includes('__fixtures__/')) return 'fixture'
  return /\.(test|test-d)\.ts$/.test(path) ? 'test' : 'source'
}
