// Raw requests against the loopback end of a sign-in: what a page, a program or a squatter on this machine could send.
import { connect, createServer } from 'node:net'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { withoutAddress } from '../__fixtures__/without-address.js'
import { bindLoopback } from './bind-loopback.js'
import { type CallbackServer, type CallbackServerOptions, openCallbackServer } from './callback-server.js'
import { judgeCallback } from './judge-callback.js'

const state = 'state-of-this-attempt'
const closers: (() => Promise<unknown>)[] = []

// These bytes are to reach the server as they are, not through nock's reading of them.
beforeAll(() => nock.restore())
afterAll(() => nock.activate())

afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function opened(
  overrides: Partial<CallbackServerOptions> = {},
): Promise<{ server: CallbackServer; ignored: () => number; settled: () => boolean }> {
  let ignored = 0
  const server = await openCallbackServer({
    host: '127.0.0.1',
    port: 0,
    path: '/callback',
    graceMs: 0,
    judge: (parameters) =>
      judgeCallback(parameters, {
        account: 'acme/default',
        state,
        issuer: 'https://auth.example.test',
        issuerRequired: false,
        codeRequired: true,
      }),
    onIgnored: () => {
      ignored += 1
    },
    ...overrides,
  })
  if (typeof server === 'string') throw new Error('no port')
  closers.push(() => server.close())
  let settled = false
  const settle = (): void => {
    settled = true
  }
  server.answer.then(settle, settle)
  return { server, ignored: () => ignored, settled: () => settled }
}

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  readonly all: string
}

/** Sends the bytes as they are and reads until the server closes. */
async function raw(port: number, text: string, address = '127.0.0.1'): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let all = ''
  const socket = connect({ port, host: address }, () => socket.write(text))
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    all += chunk
  })
  socket.on('error', reject)
  socket.on('close', () => resolve(all))
  await promise
  const [head = '', body = ''] = all.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const pairs = lines.map((line): [string, string] => {
    const at = line.indexOf(':')
    return [line.slice(0, at), line.slice(at + 1).trim()]
  })
  return { status: Number(statusLine.split(' ')[1]), headers: new Headers(pairs), body, all }
}

async function get(port: number, target: string, host = `127.0.0.1:${port}`, method = 'GET'): Promise<Answer> {
  return await raw(port, `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
}

describe('a callback that is not of this attempt', () => {
  it.each([
    ['a wrong state', '/callback?code=forged-code&state=other', 400],
    ['a state that only begins right', `/callback?code=forged-code&state=${state}x`, 400],
    ['no state', '/callback?code=forged-code', 400],
    ['an error without state', '/callback?error=access_denied', 400],
    ['an error with a wrong state', '/callback?error=access_denied&state=other', 400],
    ['two states', `/callback?code=forged-code&state=${state}&state=other`, 400],
    ['two codes', `/callback?code=forged-code&code=other&state=${state}`, 400],
    ['two issuers', `/callback?code=c&state=${state}&iss=https://auth.example.test&iss=https://evil.example`, 400],
    ['nothing', '/callback', 400],
    ['another path', `/callback/?code=forged-code&state=${state}`, 404],
    ['a path before it', `/x/callback?code=forged-code&state=${state}`, 404],
    ['an encoded path', `/%63allback?code=forged-code&state=${state}`, 404],
    ['a dot segment', `/./callback?code=forged-code&state=${state}`, 404],
    ['the root', '/', 404],
  ])('%s: answered, and the attempt goes on', async (_name, target, status) => {
    const { server, settled } = await opened()
    const forged = await get(server.port, target)
    expect(forged.status).toBe(status)
    expect(forged.all).not.toContain('forged-code')
    expect(settled()).toBe(false)
    const real = await get(server.port, `/callback?code=real-code&state=${state}`)
    expect(real.status).toBe(303)
    expect((await server.answer).get('code')).toBe('real-code')
  })

  it('is told to the person', async () => {
    const { server, ignored } = await opened()
    await get(server.port, '/callback?error=access_denied')
    expect(ignored()).toBe(1)
  })

  it.each(['HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE'])('%s is not GET', async (method) => {
    const { server, settled } = await opened()
    const answer = await get(server.port, `/callback?code=c&state=${state}`, undefined, method)
    expect(answer.status).toBe(405)
    expect(settled()).toBe(false)
  })

  it.each([
    ['another name', (port: number) => [`evil.example:${port}`]],
    ['localhost', (port: number) => [`localhost:${port}`]],
    ['a trailing dot', (port: number) => [`127.0.0.1.:${port}`]],
    ['another port', () => ['127.0.0.1:1']],
    ['no port', () => ['127.0.0.1']],
    ['two', (port: number) => [`127.0.0.1:${port}`, `127.0.0.1:${port}`]],
    ['none', () => []],
  ])('Host: %s', async (_name, hosts) => {
    const { server, settled } = await opened()
    const lines = hosts(server.port).map((host) => `Host: ${host}\r\n`)
    const target = `/callback?code=c&state=${state}`
    const answer = await raw(server.port, `GET ${target} HTTP/1.1\r\n${lines.join('')}Connection: close\r\n\r\n`)
    expect(answer.status).toBe(400)
    expect(settled()).toBe(false)
  })

  it('is one with an absolute target', async () => {
    const { server, settled } = await opened()
    const answer = await get(server.port, `http://127.0.0.1:${server.port}/callback?code=c&state=${state}`)
    expect(answer.status).toBe(404)
    expect(settled()).toBe(false)
  })
})

describe('an answer of this attempt', () => {
  it.each([
    ['refused', `error=access_denied&state=${state}`, 'CCPROXY_OAUTH_ACCESS_DENIED'],
    [
      'another error',
      `error=invalid_scope&error_description=No+such+scope&state=${state}`,
      'CCPROXY_OAUTH_AUTHORIZATION_FAILED',
    ],
    ['from another server', `code=c&state=${state}&iss=https://evil.example`, 'CCPROXY_OAUTH_ISSUER_MISMATCH'],
    [
      'an error from another server',
      `error=x&state=${state}&iss=https://evil.example`,
      'CCPROXY_OAUTH_ISSUER_MISMATCH',
    ],
    ['neither code nor error', `state=${state}`, 'CCPROXY_OAUTH_AUTHORIZATION_FAILED'],
  ])('%s: ends it', async (_name, query, code) => {
    const { server } = await opened()
    const answer = await get(server.port, `/callback?${query}`)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/sign-in/failed')
    await expect(server.answer).rejects.toMatchObject({ code })
  })

  it('must name its issuer where the server says it does', async () => {
    const expectation = {
      account: 'acme/default',
      state,
      issuer: 'https://auth.example.test',
      issuerRequired: true,
      codeRequired: true,
    }
    const { server } = await opened({ judge: (parameters) => judgeCallback(parameters, expectation) })
    await get(server.port, `/callback?code=c&state=${state}`)
    await expect(server.answer).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_ISSUER_MISMATCH' })
  })

  it('is taken once; a second one gets a harmless page', async () => {
    const { server } = await opened()
    await get(server.port, `/callback?code=first-code&state=${state}`)
    const second = await get(server.port, `/callback?code=second-code&state=${state}`)
    expect(second.status).toBe(410)
    expect(second.all).not.toContain('second-code')
    expect((await server.answer).get('code')).toBe('first-code')
  })
})

describe('the page at the end', () => {
  const script = '<script>alert(1)</script>'
  const names = ['code', 'state', 'error', 'error_description', 'error_uri', 'iss', 'scope', 'anything']

  it.each(['received', 'failed'])('%s: static, unframed, uncached, without scripts', async (result) => {
    const { server } = await opened()
    const page = await get(server.port, `/sign-in/${result}`)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe-inline')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.body).not.toContain('<script')
  })

  it.each(names)('never shows a script in %s', async (name) => {
    const { server } = await opened()
    const query = new URLSearchParams({ code: 'c', state, iss: 'https://auth.example.test', [name]: script })
    const first = await get(server.port, `/callback?${query.toString()}`)
    const parameters = [first.all, (await get(server.port, `/callback?${query.toString()}`)).all]
    for (const text of parameters) expect(text).not.toMatch(/alert|script>/i)
    expect(first.headers.get('location') ?? '').not.toContain('?')
    for (const value of Object.values(Object.fromEntries(first.headers))) expect(value).not.toContain('alert')
  })

  it('is waited for before the server goes', async () => {
    const { server } = await opened({ graceMs: 60_000 })
    await get(server.port, `/callback?code=c&state=${state}`)
    const closed = server.close()
    expect((await get(server.port, '/sign-in/received')).status).toBe(200)
    await closed
  })

  it('leaves no socket behind, not even a silent one', async () => {
    const { server } = await opened()
    const idle = connect({ port: server.port, host: '127.0.0.1' })
    await new Promise<void>((resolve) => idle.once('connect', resolve))
    const gone = new Promise<void>((resolve) => idle.once('close', () => resolve()))
    await server.close()
    await gone
    await expect(get(server.port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe('the one-time address', () => {
  it('redirects once, with the query, and leaks nothing onwards', async () => {
    const { server } = await opened()
    const target = new URL(`https://auth.example.test/authorize?state=${state}`)
    const launch = server.launchUrl(target)
    expect(launch.href).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${server.port}/start/[\\w-]{22}$`))
    const first = await get(server.port, launch.pathname)
    expect(first.status).toBe(303)
    expect(first.headers.get('location')).toBe(target.href)
    expect(first.headers.get('referrer-policy')).toBe('no-referrer')
    const second = await get(server.port, launch.pathname)
    expect(second.status).toBe(410)
    expect(second.body).toContain('This address works once.')
    expect(second.all).not.toContain(state)
  })

  it.each([
    'Sec-Purpose: prefetch',
    'Sec-Purpose: prefetch;prerender',
    'Sec-Purpose: prefetch;anonymous-client-ip',
    'Purpose: prefetch',
    'X-Purpose: preview',
    'X-Moz: prefetch',
  ])('is not used up by a browser that fetches ahead (%s), nor is the callback', async (header) => {
    const { server, settled } = await opened()
    const launch = server.launchUrl(new URL('https://auth.example.test/authorize'))
    const callback = `/callback?code=real-code&state=${state}`
    for (const target of [launch.pathname, callback]) {
      const lines = [`GET ${target} HTTP/1.1`, `Host: 127.0.0.1:${server.port}`, 'Connection: close', header]
      expect((await raw(server.port, `${lines.join('\r\n')}\r\n\r\n`)).status).toBe(503)
    }
    expect(settled()).toBe(false)
    expect((await get(server.port, launch.pathname)).status).toBe(303)
    expect((await get(server.port, callback)).status).toBe(303)
  })

  it('cannot be guessed or reached by another name', async () => {
    const { server } = await opened()
    const launch = server.launchUrl(new URL('https://auth.example.test/authorize'))
    expect((await get(server.port, '/start/')).status).toBe(404)
    expect((await get(server.port, launch.pathname, `evil.example:${server.port}`)).status).toBe(400)
    expect((await get(server.port, launch.pathname)).status).toBe(303)
  })
})

/** @returns the port */
async function squatter(address: string, port = 0): Promise<number> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, resolve)
  })
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  const bound = server.address()
  if (typeof bound !== 'object' || bound === null) throw new Error('no address')
  return bound.port
}

const answering = (): void => {}

describe('which address is bound', () => {
  it('is 127.0.0.1 alone for 127.0.0.1', async () => {
    const { server } = await opened()
    await expect(raw(server.port, 'GET / HTTP/1.1\r\n\r\n', '::1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('is ::1 alone for [::1]', async () => {
    const { server } = await opened({ host: '[::1]' })
    await expect(raw(server.port, 'GET / HTTP/1.1\r\n\r\n')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    const text = `GET /callback?code=c&state=${state} HTTP/1.1\r\nHost: [::1]:${server.port}\r\nConnection: close\r\n\r\n`
    expect((await raw(server.port, text, '::1')).status).toBe(303)
  })

  it('is both for localhost', async () => {
    const { server } = await opened({ host: 'localhost' })
    const text = `GET /x HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n\r\n`
    expect((await raw(server.port, text, '::1')).status).toBe(404)
    expect((await raw(server.port, text)).status).toBe(404)
  })

  it.each(['127.0.0.1', '::1'])('is not had for localhost while someone sits on %s', async (address) => {
    const port = await squatter(address)
    await expect(bindLoopback('localhost', port, answering)).resolves.toBe('taken')
    // What was bound on the way is free again.
    await squatter(address === '::1' ? '127.0.0.1' : '::1', port)
  })

  it('does not mind a squatter on ::1 for 127.0.0.1: the browser goes to the literal address', async () => {
    const port = await squatter('::1')
    const binding = await bindLoopback('127.0.0.1', port, answering)
    expect(binding).toMatchObject({ port })
    if (typeof binding === 'object') await binding.close()
  })

  it('is not had when it is taken', async () => {
    const port = await squatter('127.0.0.1')
    await expect(bindLoopback('127.0.0.1', port, answering)).resolves.toBe('taken')
  })

  it.each([
    ['::1', '127.0.0.1'],
    ['127.0.0.1', '::1'],
  ])('is, for localhost, all that there is: without %s it is %s', async (missing, present) => {
    withoutAddress(missing)
    const { server } = await opened({ host: 'localhost' })
    const text = `GET /x HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n\r\n`
    expect((await raw(server.port, text, present)).status).toBe(404)
    await expect(raw(server.port, text, missing)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    // What is there must still be free.
    await expect(bindLoopback('localhost', await squatter(present), answering)).resolves.toBe('taken')
  })

  it('is none where there is none', async () => {
    withoutAddress('127.0.0.1', '::1')
    for (const host of ['127.0.0.1', '[::1]', 'localhost'] as const)
      await expect(bindLoopback(host, 0, answering)).resolves.toBe('absent')
  })
})
