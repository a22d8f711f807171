import type { BenchDialect } from '../upstream/dialect-events.ts'
import type { Question } from './question.ts'

/** Where clients of each dialect put their key. */
const keyHeaders: Readonly<Record<BenchDialect, (key: string) => Readonly<Record<string, string>>>> = {
  anthropic: (key) => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' }),
  chat: (key) => ({ authorization: `Bearer ${key}` }),
  responses: (key) => ({ authorization: `Bearer ${key}` }),
  gemini: (key) => ({ 'x-goog-api-key': key }),
}

export interface RequestOptions {
  readonly port: number
  /** Shown by the client. */
  readonly key: string
  /** Before the path. */
  readonly prefix: string
  readonly headers: Readonly<Record<string, string>>
}

/** A request as it is on the wire, with the headers that an SDK sends. */
export function requestBytes(question: Question, { port, key, prefix, headers }: RequestOptions): Buffer {
  const all = {
    host: `127.0.0.1:${port}`,
    'user-agent': 'ccproxy-bench',
    accept: 'application/json',
    'content-type': 'application/json',
    ...keyHeaders[question.dialect](key),
    ...headers,
    'content-length': String(Buffer.byteLength(question.body)),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`POST ${prefix}${question.path} HTTP/1.1\r\n${lines.join('')}\r\n${question.body}`)
}
