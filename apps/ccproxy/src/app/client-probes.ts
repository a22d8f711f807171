// What clients ask beside the API of a provider: whether the server is there, and where to leave their statistics.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { firstSegment } from './own-segments.js'

interface Probe {
  readonly methods: readonly string[]
  readonly path: string
  readonly status: number
  readonly type?: string
  readonly body?: string
}

/** Seen with Claude Code, browsers and uptime checks. None of it is passed on to a provider. */
const probes: readonly Probe[] = [
  { methods: ['HEAD'], path: '/', status: 200 },
  { methods: ['GET', 'HEAD'], path: '/api/hello', status: 200, type: 'application/json', body: '{}' },
  { methods: ['POST'], path: '/api/event_logging/batch', status: 200, type: 'application/json', body: '{}' },
  { methods: ['GET', 'HEAD'], path: '/favicon.ico', status: 204 },
  {
    methods: ['GET', 'HEAD'],
    path: '/robots.txt',
    status: 200,
    type: 'text/plain',
    body: 'User-agent: *\nDisallow: /\n',
  },
]

/** @returns true when the request is answered */
export function answerProbe(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  providerNames: ReadonlySet<string>,
): boolean {
  const { method = '', url = '' } = incoming
  const end = url.indexOf('?')
  const path = end === -1 ? url : url.slice(0, end)
  const probe = probes.find((known) => known.methods.includes(method) && isAt(path, known.path, providerNames))
  if (probe === undefined) return false
  const { status, type, body = '' } = probe
  incoming.resume()
  outgoing.writeHead(status, { 'cache-control': 'no-store', ...(type !== undefined && { 'content-type': type }) })
  outgoing.end(method === 'HEAD' || status === 204 ? undefined : body)
  return true
}

/** Clients put it after their base URL, which may end with the name of a provider. */
function isAt(path: string, known: string, providerNames: ReadonlySet<string>): boolean {
  if (path === known) return true
  if (!path.endsWith(known)) return known === '/' && providerNames.has(path.slice(1))
  const prefix = path.slice(0, path.length - known.length)
  return providerNames.has(firstSegment(prefix)) && prefix.lastIndexOf('/') === 0
}
