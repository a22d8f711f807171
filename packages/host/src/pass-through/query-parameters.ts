// Which parameters of a query reach a provider.

/** Keys and tokens of the client, whom a request is counted for, and a second opinion on the method, in Google's words. */
const notPassed: ReadonlySet<string> = new Set([
  'access_token',
  'api-key',
  'api_key',
  'apikey',
  'httpmethod',
  'key',
  'oauth_token',
  'quotauser',
  'userip',
  'x-http-method-override',
])

/** The values of the `key` parameter, in the order sent. */
export function keyParameters(rawTarget: string): readonly string[] {
  if (!rawTarget.includes('?')) return []
  return parameters(rawTarget)
    .filter((parameter) => parameterName(parameter) === 'key')
    .map((parameter) => decoded(parameter.slice(parameter.indexOf('=') + 1)))
}

/** Takes the parameters that carry a credential, or name another method, out of a raw target; every other byte stays. */
export function withoutCredentials(rawTarget: string): string {
  const start = rawTarget.indexOf('?')
  if (start === -1) return rawTarget
  const all = parameters(rawTarget)
  const kept = all.filter((parameter) => !notPassed.has(bareName(parameter)))
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

/** Google's APIs take their own parameters with a `$` in front as well. */
function bareName(parameter: string): string {
  return parameterName(parameter)
    .trim()
    .replace(/^\$\.?/, '')
    .toLowerCase()
}
