import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { CCProxyError } from '@ccproxy/core'
import { keyParameters } from '@ccproxy/host'
import { headerValues } from './header-values.js'

const keyHeaders = ['x-ccproxy-key', 'x-api-key', 'x-goog-api-key', 'api-key', 'authorization'] as const

/** @throws CCPROXY_HTTP_KEY_REQUIRED | CCPROXY_HTTP_KEY_INVALID | CCPROXY_HTTP_KEY_DUPLICATE */
export type ClientKeyCheck = (incoming: IncomingMessage) => void

/** Accepts the key in any of the places where clients can be told to put one. */
export function createClientKeyCheck(authToken: string): ClientKeyCheck {
  const isRight = createKeyComparison(authToken)

  return (incoming) => {
    const candidates = presentedKeys(incoming)
    if (candidates.length === 0) throw new CCProxyError('CCPROXY_HTTP_KEY_REQUIRED', 'this server needs a key')
    let matches = false
    for (const candidate of candidates) matches = isRight(candidate) || matches
    if (!matches) throw new CCProxyError('CCPROXY_HTTP_KEY_INVALID', 'the key of this request is not valid')
  }
}

/** Of a usual key; a longer one makes the field longer. */
const usualFieldBytes = 256

/**
 * Both are written into fields of the same length, with their own lengths before them: what is compared is as long whatever
 * they are, and the time tells nothing but the length that a client chose itself. Hashing both was a twentieth of the work
 * for a request.
 */
function createKeyComparison(authToken: string): (candidate: string) => boolean {
  const fieldBytes = Math.max(usualFieldBytes, Buffer.byteLength(authToken))
  const expected = Buffer.alloc(4 + fieldBytes)
  const presented = Buffer.alloc(4 + fieldBytes)
  writeKey(expected, authToken)
  return (candidate) => {
    writeKey(presented, candidate)
    return timingSafeEqual(presented, expected)
  }
}

function writeKey(field: Buffer, key: string): void {
  field.fill(0)
  field.writeUInt32LE(Buffer.byteLength(key))
  field.write(key, 4)
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
