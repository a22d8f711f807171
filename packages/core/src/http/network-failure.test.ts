import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { CCProxyError } from '../errors/ccproxy-error.js'
import { networkFailure, ownErrorWithin } from './network-failure.js'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function listener(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  return address.port
}

async function failureOf(url: string, signal?: AbortSignal): Promise<unknown> {
  const call = fetch(url, { method: 'POST', body: 'x', ...(signal && { signal }) }).then((response) => response.text())
  return call.then(
    () => undefined,
    (error: unknown) => error,
  )
}

function coded(code: string, more: object = {}): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, ...more }) })
}

function protocolError(reason: string): Error {
  const message = `write EPROTO 40:error:0A00010B:SSL routines:some_function:${reason}:../deps/file.c:77:`
  return new TypeError('fetch failed', {
    cause: Object.assign(new Error(message), { code: 'EPROTO', syscall: 'write' }),
  })
}

describe('what a failed connection proves', () => {
  it.each([
    ['ENOTFOUND', 'unsent'],
    ['EAI_AGAIN', 'unsent'],
    ['ECONNREFUSED', 'unsent'],
    ['EHOSTUNREACH', 'unsent'],
    ['ENETUNREACH', 'unsent'],
    ['UND_ERR_CONNECT_TIMEOUT', 'unsent'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls'],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'lost'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'lost'],
    ['ECONNRESET', 'lost'],
    ['UND_ERR_SOCKET', 'lost'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ])('%s: %s', (code, expected) => {
    expect(networkFailure(coded(code))).toBe(expected)
  })

  it('does not trust a connect-time code that came from an open connection', () => {
    expect(networkFailure(coded('EHOSTUNREACH', { syscall: 'read' }))).toBe('lost')
    expect(networkFailure(coded('ETIMEDOUT', { syscall: 'connect' }))).toBe('unsent')
    expect(networkFailure(coded('ETIMEDOUT', { syscall: 'read' }))).toBe('timeout')
  })

  it('reads the failures of several addresses', () => {
    const cause = new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })])
    const failed = new TypeError('fetch failed', { cause })
    expect(networkFailure(failed)).toBe('unsent')
  })

  it('tells a failed handshake from a broken record when Node only says EPROTO', () => {
    expect(networkFailure(protocolError('wrong version number'))).toBe('tls')
    expect(networkFailure(protocolError('sslv3 alert handshake failure'))).toBe('tls')
    expect(networkFailure(protocolError('decryption failed or bad record mac'))).toBe('lost')
  })

  it('is unsent when our own connector found no way through the proxy, which is quoted', () => {
    const cause = new CCProxyError('CCPROXY_UPSTREAM_UNREACHABLE', 'the proxy proxy.example:3128 cannot be reached')
    const failed = new TypeError('fetch failed', { cause })
    expect(networkFailure(failed)).toBe('unsent')
    expect(ownErrorWithin(failed)).toBe(cause)
    expect(ownErrorWithin(new TypeError('fetch failed', { cause: new Error('other') }))).toBeUndefined()
  })

  it('judges real connections', async () => {
    const plain = await listener((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))
    expect(networkFailure(await failureOf(`https://127.0.0.1:${plain}/`))).toBe('tls')
    const closing = await listener((socket) => socket.end())
    expect(networkFailure(await failureOf(`https://127.0.0.1:${closing}/`))).toBe('unsent')
    const resetting = await listener((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect(networkFailure(await failureOf(`http://127.0.0.1:${resetting}/`))).toBe('lost')
    const ending = await listener((socket) => socket.once('data', () => socket.end()))
    expect(networkFailure(await failureOf(`http://127.0.0.1:${ending}/`))).toBe('lost')
    const hanging = await listener(() => {})
    expect(networkFailure(await failureOf(`http://127.0.0.1:${hanging}/`, AbortSignal.timeout(20)))).toBe('timeout')
  })
})
