import { listTokens } from './header-list.js'

/** Headers of one connection only (RFC 9110 §7.6.1). */
export const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const none: ReadonlySet<string> = new Set()

/** Names that the sender's own `Connection` headers declare to be of this hop only, lower-cased. */
export function connectionTokens(flat: readonly string[]): ReadonlySet<string> {
  let tokens: Set<string> | undefined
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const name = flat[index] ?? ''
    if (name.length !== 10 || name.toLowerCase() !== 'connection') continue
    const value = (flat[index + 1] ?? '').toLowerCase()
    if (value === 'keep-alive' || value === 'close') continue
    tokens ??= new Set()
    for (const token of listTokens(value)) tokens.add(token)
  }
  return tokens ?? none
}
