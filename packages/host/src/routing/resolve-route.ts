import { distance } from 'fastest-levenshtein'

export type Route =
  /** `path` starts with '/', keeps the query as sent, and has lost the client key parameter. */
  | { readonly kind: 'provider'; readonly provider: string; readonly path: string }
  /** The path names no provider, the request itself may. `path` is the whole target, without the client key parameter. */
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
  const path = withoutKeyParameter(rest.startsWith('/') ? rest : `/${rest}`)
  if (providerNames.has(segment)) return { kind: 'provider', provider: segment, path }
  if (versions.test(segment)) return { kind: 'model', path: withoutKeyParameter(rawTarget) }
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

/** The values of the `key` parameter, in the order sent. */
export function keyParameters(rawTarget: string): readonly string[] {
  if (!rawTarget.includes('?')) return []
  return parameters(rawTarget)
    .filter((parameter) => parameterName(parameter) === 'key')
    .map((parameter) => decoded(parameter.slice(parameter.indexOf('=') + 1)))
}

/** Takes the `key` parameter out of a raw target and leaves every other byte as it is. */
function withoutKeyParameter(rawTarget: string): string {
  const start = rawTarget.indexOf('?')
  if (start === -1) return rawTarget
  const all = parameters(rawTarget)
  const kept = all.filter((parameter) => parameterName(parameter) !== 'key')
  if (kept.length === all.length) return rawTarget
  return kept.length === 0 ? rawTarget.slice(0, start) : `${rawTarget.slice(0, start)}?${kept.join('&')}`
}

function parameters(rawTarget: string): readonly string[] {
  const start = rawTarget.indexOf('?')
  return start === -1 ? [] : rawTarget.slice(start + 1).split('&')
}

function parameterName(parameter: string): string {
  const end = parameter.indexOf('=')
  return decoded(end === -1 ? parameter : parameter.slice(0, end))
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
