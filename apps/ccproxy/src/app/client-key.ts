import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { CCProxyError } from '@ccproxy/core'
import { keyParameters } from '@ccproxy/host'
import { headerValues } from './header-values.js'

const keyHeaders = ['x-ccproxy-key', 'x-api-key', 'x-goog-api-key', 'api-key', 'authorization'] as const

/** @throws CCPROXY_HTTP_KEY_REQUIRED | CCPROXY_HTTP_KEY_INVALID | CCPROXY_HTTP_KEY_DUPLICATE */
export type ClientKeyCheck = (incoming: IncomingMessage) => void

/** Accepts the key in any of the places where clients can be told to put one. */
export function createClientKeyCheck(authToken: string): ClientKeyCheck {
  // Compared as digests under a secret of this process: equal length, and nothing to be learnt from the time it takes.
  // The one-shot hash, since createHmac was a fifth of the whole work for a request; nobody sees a digest, so that
  // what HMAC adds to a keyed hash has no use here.
  const secret = randomBytes(32).toString('hex')
  const digest = (text: string): Buffer => hash('sha256', `${secret}${text}`, 'buffer')
  const expected = digest(authToken)

  return (incoming) => {
    const candidates = presentedKeys(incoming)
    if (candidates.length === 0) throw new CCProxyError('CCPROXY_HTTP_KEY_REQUIRED', 'this server needs a key')
    let matches = false
    for (const candidate of candidates) matches = timingSafeEqual(digest(candidate), expected) || matches
    if (!matches) throw new CCProxyError('CCPROXY_HTTP_KEY_INVALID', 'the key of this request is not valid')
  }
}

function presentedKeys(incoming: IncomingMessage): readonly string[] {
  const keys: string[] = []
  for (const name of keyHeaders) {
    const values = headerValues(incoming, name)
    if (values.length > 1) throw duplicate(name)
    const value = values[0]
    if (value === undefined) continue
    const key = name === 'authorization' ? /^bearer +(.+)$/i.exec(value)?.[1] : value
    if (key !== undefined) keys.push(key)
  }
  const parameters = keyParameters(incoming.url ?? '')
  if (parameters.length > 1) throw duplicate('?key=')
  return [...keys, ...parameters]
}

function duplicate(place: string): CCProxyError {
  return new CCProxyError('CCPROXY_HTTP_KEY_DUPLICATE', `${place} was sent more than once`)
}
