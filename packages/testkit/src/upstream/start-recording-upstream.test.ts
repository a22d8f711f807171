import { request as httpsRequest } from 'node:https'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { sendRawRequest } from '../raw-request/send-raw-request.js'
import { answerJson, answerSse, answerWith, hang, resetConnection, truncateAfter } from './answers.js'
import {
  type RecordingUpstream,
  type RecordingUpstreamOptions,
  startRecordingUpstream,
} from './start-recording-upstream.js'
import { testCertificate } from './test-certificate.js'

const started: RecordingUpstream[] = []
afterEach(() => Promise.all(started.splice(0).map((upstream) => upstream.close())))

async function start(options?: RecordingUpstreamOptions): Promise<RecordingUpstream> {
  const upstream = await startRecordingUpstream(options)
  started.push(upstream)
  return upstream
}

describe('what it records', () => {
  it('is the request exactly as it came', async () => {
    const upstream = await start()
    const head = 'POST /a//b?q=%20&q=2 HTTP/1.1\r\nHost: x\r\nX-ODD: 1\r\nx-odd: 2\r\nContent-Length: 3\r\n\r\n'
    await sendRawRequest({ port: upstream.port, text: Buffer.concat([Buffer.from(head), Buffer.from([0, 255, 10])]) })
    const [request] = upstream.requests
    expect(request).toMatchObject({ method: 'POST', target: '/a//b?q=%20&q=2', complete: true, aborted: false })
    expect(request?.rawHeaders).toEqual(['Host', 'x', 'X-ODD', '1', 'x-odd', '2', 'Content-Length', '3'])
    expect(request?.body).toEqual(Buffer.from([0, 255, 10]))
    expect(request?.header('x-Odd')).toBe('1, 2')
    expect(upstream.connections).toBe(1)
  })

  it('shows that the client went away', async () => {
    const upstream = await start({ answer: hang() })
    const abort = new AbortController()
    const call = fetch(upstream.origin, { signal: abort.signal })
    await vi.waitFor(() => expect(upstream.requests).toHaveLength(1))
    abort.abort()
    await expect(call).rejects.toThrow(/abort/)
    await vi.waitFor(() => expect(upstream.requests[0]?.aborted).toBe(true))
  })
})

describe('what it answers', () => {
  it('is what comes next, then the standing answer', async () => {
    const upstream = await start({ answer: answerJson({ ok: true }) })
    upstream.answerNext(answerWith('slow down', { status: 429, headers: { 'retry-after': '3' } }))
    const first = await fetch(upstream.origin)
    expect([first.status, first.headers.get('retry-after'), await first.text()]).toEqual([429, '3', 'slow down'])
    expect(await (await fetch(upstream.origin)).json()).toEqual({ ok: true })
    upstream.setAnswer(answerWith('other'))
    expect(await (await fetch(upstream.origin)).text()).toBe('other')
  })

  it('is a stream of events', async () => {
    const upstream = await start({ answer: answerSse([{ type: 'ping' }, ': comment\n\n'], { delayMs: 1 }) })
    const response = await fetch(upstream.origin)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(await response.text()).toBe('event: ping\ndata: {"type":"ping"}\n\n: comment\n\n')
  })

  it.each([
    ['a reset', resetConnection()],
    ['a truncated body', truncateAfter(4, '{"whole":true}')],
    ['a stream that is cut', answerSse([{ type: 'ping' }], { afterwards: 'cut' })],
  ])('is %s', async (_name, answer) => {
    const upstream = await start({ answer })
    await expect(fetch(upstream.origin).then((response) => response.text())).rejects.toThrow(/fetch failed|terminated/)
    expect(upstream.requests[0]?.aborted).toBe(false)
  })

  it('names what a handler threw', async () => {
    const upstream = await start({
      answer: () => {
        throw new Error('mistake in a test')
      },
    })
    const response = await fetch(upstream.origin)
    expect([response.status, await response.text()]).toEqual([599, expect.stringContaining('mistake in a test')])
  })
})

it('speaks TLS with a certificate for the loopback names', async () => {
  const upstream = await start({ tls: true, answer: answerWith('secure') })
  const body = await new Promise<string>((resolve, reject) => {
    const call = httpsRequest(upstream.origin, { ca: testCertificate.certificate, agent: false }, (response) => {
      response.setEncoding('utf8').on('data', resolve)
    })
    call.on('error', reject).end()
  })
  expect(body).toBe('secure')
  await expect(fetch(upstream.origin)).rejects.toThrow('fetch failed')
})
