/**
 * The path of a base URL followed by a path below it; a `/v1` that both have at the seam stands once.
 * @param basePath without a trailing slash; empty at the root
 * @param path starts with a slash; may have a query
 */
export function joinPath(basePath: string, path: string): string {
  const doubled = basePath.endsWith('/v1') && /^\/v1(?=[/?]|$)/.test(path)
  return `${basePath}${doubled ? path.slice(3) : path}`
}
