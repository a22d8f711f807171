import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { sendRawRequest } from './send-raw-request.js'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Answers each connection with these bytes and, when asked, ends it. */
async function answering(answer: string, end = false): Promise<{ port: number; received: () => string }> {
  let received = ''
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      socket.write(answer, 'latin1')
      if (end) socket.end()
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return { port: address.port, received: () => received }
}

describe('sendRawRequest', () => {
  it('sends the bytes as they are and gives headers back as they came', async () => {
    const server = await answering('HTTP/1.1 200 Fine\r\nX-Odd: 1\r\nx-odd: 2\r\ncontent-length: 2\r\n\r\nok')
    const text = 'GET /a/%2e%2e//b HTTP/1.1\r\nHost: one\r\nHost: two\r\n\r\n'
    const response = await sendRawRequest({ port: server.port, text })
    expect(server.received()).toBe(text)
    expect(response).toMatchObject({ status: 200, statusText: 'Fine', body: 'ok' })
    expect(response.headers.slice(0, 2)).toEqual([
      ['X-Odd', '1'],
      ['x-odd', '2'],
    ])
    expect(response.header('X-ODD')).toBe('1, 2')
    expect(response.header('absent')).toBeUndefined()
  })

  it('takes chunks apart', async () => {
    const { port } = await answering(
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n',
    )
    expect((await sendRawRequest({ port, text: 'x' })).body).toBe('abc0123456789')
  })

  it('reads to the end of the connection without a length', async () => {
    const { port } = await answering('HTTP/1.1 426 Upgrade Required\r\nconnection: close\r\n\r\nno', true)
    expect(await sendRawRequest({ port, text: 'x' })).toMatchObject({ status: 426, body: 'no' })
  })

  it.each([
    ['a cut answer', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', true, 'the connection ended'],
    ['silence', '', false, 'no answer in time'],
  ])('fails on %s', async (_name, answer, end, reason) => {
    const { port } = await answering(answer, end)
    await expect(sendRawRequest({ port, text: 'x', timeoutMs: 50 })).rejects.toThrow(reason)
  })
})
