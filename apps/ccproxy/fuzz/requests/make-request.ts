import type { Random } from '../../soak/random.ts'
import { framed } from './frame-body.ts'
import { makeBody } from './make-body.ts'
import { makeHeaders } from './make-headers.ts'
import { makeTarget } from './make-target.ts'

const methods = [
  'GET',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'CONNECT',
  'PROPFIND',
  'QUERY',
  'FOO',
  'get',
  '',
] as const

/** One request as bytes: mostly well-formed, in every part sometimes not. */
export function makeRequest(random: Random, port: number, id: number): Buffer {
  const { target, dialect } = makeTarget(random)
  const method = random.chance(0.87) ? 'POST' : random.pick(methods)
  const version = random.chance(0.97)
    ? 'HTTP/1.1'
    : random.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', 'HTTP/1.12', 'HTP/1.1', ''])
  const body = method === 'POST' || random.chance(0.3) ? makeBody(random, dialect) : undefined
  const { lines, bytes } = body === undefined ? { lines: [], bytes: Buffer.alloc(0) } : framed(random, body)
  const headers = [...makeHeaders(random, port, id), ...lines]
  const lineEnd = random.chance(0.995) ? '\r\n' : random.pick(['\n', '\r', '\r\n\r\n', '\n\r'])
  const head = [`${method} ${target} ${version}`, ...headers, '', ''].join(lineEnd)
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes])
}
