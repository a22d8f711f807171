// Which paths of a provider a client may reach with the login.
import { anthropicPaths, CCProxyError, geminiPaths, openaiPaths } from '@ccproxy/core'
import { baseUrlAdvice } from './base-url-advice.js'

const inferencePaths = [...new Set([...openaiPaths, ...anthropicPaths, ...geminiPaths])]

/** Sign-in, organizations and keys of a provider: no adapter can let them through. */
const neverPassed: ReadonlySet<string> = new Set([
  '.well-known',
  'oauth',
  'oauth2',
  'organization',
  'organizations',
  'admin',
  'admin_api_keys',
  'api_keys',
  'api-keys',
  'apikeys',
  'auth_tokens',
  'authtokens',
  'client_secrets',
  'ephemeral_keys',
  'keys',
  'service_accounts',
])

/** They mint sessions or show an account at some providers and are names of resources at others. */
const passedByName: ReadonlySet<string> = new Set(['billing', 'chatkit', 'dashboard', 'projects', 'sessions', 'users'])

/**
 * @param path after /{provider}, with or without the query
 * @param allowedPaths of the adapter: prefixes that end at a segment
 * @throws CCPROXY_HTTP_PATH_REFUSED
 */
export function checkPath(path: string, allowedPaths: readonly string[] = inferencePaths): void {
  const end = path.indexOf('?')
  const plain = end === -1 ? path : path.slice(0, end)
  const prefix = allowedPaths.find((candidate) => isUnder(plain, candidate))
  if (prefix === undefined || plain.split('/').some((segment) => isRefused(segment, prefix))) throw pathRefused(plain)
}

/** @param hint absent: what the path says about the base URL of the client, or the hint of the error table */
function pathRefused(plain: string, hint: string | undefined = baseUrlAdvice(plain)): CCProxyError {
  const options = hint === undefined ? {} : { hint }
  return new CCProxyError('CCPROXY_HTTP_PATH_REFUSED', `the path ${plain.slice(0, 128)} is not proxied`, options)
}

function isUnder(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/' || prefix === '/')
}

function isRefused(segment: string, prefix: string): boolean {
  const names = /^[a-z0-9_-]*$/.test(segment) ? [segment] : meantBy(segment)
  return names === undefined || names.some((name) => neverPassed.has(name) || isUnnamed(name, prefix))
}

function isUnnamed(name: string, prefix: string): boolean {
  return passedByName.has(name) && !prefix.split('/').includes(name)
}

/** More than any client encodes. */
const mostDecodings = 5

/**
 * What the most generous server may take the segment for: decoded until nothing changes, split at slashes, without parameters
 * (`;x`), the verb of Google's APIs (`:x`), blanks and dots at the end, in lower case. undefined: there is no telling.
 */
function meantBy(segment: string): readonly string[] | undefined {
  let text = segment
  for (let round = 0; text.includes('%'); round += 1) {
    if (round === mostDecodings) return undefined
    try {
      const next = decodeURIComponent(text)
      if (next === text) return undefined
      text = next
    } catch {
      // What cannot be decoded here may be decoded differently there.
      return undefined
    }
  }
  const plain = text.normalize('NFKC').toLowerCase()
  // A backslash is a slash to some servers, and the others end the path for some.
  if (/[\\\p{Cc}#?]/u.test(plain)) return undefined
  return plain.split('/').map((part) => (part.split(/[;:]/, 1)[0] ?? '').replaceAll(/^\s+|[\s.]+$/g, ''))
}
