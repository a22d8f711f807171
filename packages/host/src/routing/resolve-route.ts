import { distance } from 'fastest-levenshtein'
import { withoutCredentials } from '../pass-through/query-parameters.js'

export type Route =
  /** `path` starts with '/', keeps the query as sent, and has lost the parameters that carry credentials. */
  | { readonly kind: 'provider'; readonly provider: string; readonly path: string }
  /** The path names no provider, the request itself may. `path` is the whole target, without the parameters that carry credentials. */
  | { readonly kind: 'model'; readonly path: string }
  | { readonly kind: 'unknown'; readonly segment: string; readonly path: string; readonly nearest: string | undefined }

/** Where an API begins. No plugin can have such a name. */
const versions = /^v1(?:alpha|beta)?$/

/**
 * Splits a raw request target at the provider's prefix. Nothing is decoded or normalised: what the client wrote is what
 * the provider gets.
 * @param rawTarget in origin-form, checked for dot segments and the like before
 * @param providerNames prepared once: a request costs the same, however many there are
 */
export function resolveRoute(rawTarget: string, providerNames: ReadonlySet<string>): Route {
  const end = endOfFirstSegment(rawTarget)
  const segment = rawTarget.slice(1, end)
  const rest = rawTarget.slice(end)
  const path = withoutCredentials(rest.startsWith('/') ? rest : `/${rest}`)
  if (providerNames.has(segment)) return { kind: 'provider', provider: segment, path }
  if (versions.test(segment)) return { kind: 'model', path: withoutCredentials(rawTarget) }
  return { kind: 'unknown', segment, path, nearest: nearestName(segment, [...providerNames]) }
}

function endOfFirstSegment(target: string): number {
  for (let index = 1; index < target.length; index += 1) {
    if (target[index] === '/' || target[index] === '?') return index
  }
  return target.length
}

/** Only names that a typing error could have made. */
function nearestName(segment: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((name) => ({ name, cost: distance(segment.toLowerCase(), name) }))
    .toSorted((a, b) => a.cost - b.cost)
  const best = ranked[0]
  return best !== undefined && best.cost <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : undefined
}
