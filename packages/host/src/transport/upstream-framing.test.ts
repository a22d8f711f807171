// Answers whose bytes say two things at once, or less or more than they promised.
import { afterEach, expect, test } from 'vitest'
import { ask, endRig, startProxy, startRawUpstream } from './__fixtures__/rig.js'

afterEach(endRig)

/** What a client gets from a provider that sends these bytes, and ends the connection when told to. */
async function answerOf(bytes: string, ends = true): ReturnType<typeof ask> {
  const upstream = await startRawUpstream((socket) => {
    if (ends) socket.end(bytes, 'latin1')
    else socket.write(bytes, 'latin1')
  })
  const proxy = await startProxy({ baseUrl: upstream.url, responseTimeout: 1 })
  const answer = await ask(`${proxy.url}/v1/messages`)
  await proxy.idle()
  return answer
}

const ok = 'HTTP/1.1 200 OK\r\n'

test.each([
  ['a length and chunks', `${ok}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`],
  ['chunks and a length', `${ok}transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n2\r\nab\r\n0\r\n\r\n`],
  ['two lengths', `${ok}content-length: 2\r\ncontent-length: 5\r\n\r\nab`],
  ['a length that is none', `${ok}content-length: -2\r\n\r\nab`],
  ['a bare CR in a value', `${ok}x: a\rset-cookie: b\r\ncontent-length: 2\r\n\r\nab`],
  ['a NUL in a value', `${ok}x: a\0b\r\ncontent-length: 2\r\n\r\nab`],
  ['a folded line', `${ok}x: a\r\n b: c\r\ncontent-length: 2\r\n\r\nab`],
  ['a space before a colon', `${ok}content-length : 2\r\n\r\nab`],
  ['a header of 100 KB', `${ok}x: ${'y'.repeat(100_000)}\r\ncontent-length: 2\r\n\r\nab`],
  ['100 KB of headers', `${ok}${'x: yyyyyyyy\r\n'.repeat(8000)}content-length: 2\r\n\r\nab`],
  ['a status of four digits', 'HTTP/1.1 2000 OK\r\ncontent-length: 2\r\n\r\nab'],
  ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  [
    'an upgrade that nobody asked for',
    'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\nab',
  ],
  ['nothing', ''],
  ['half a head', `${ok}content-le`],
])('%s instead of an answer is a 502', async (_name, bytes) => {
  const { status, headers, text } = await answerOf(bytes)
  expect(status).toBe(502)
  expect(headers['x-ccproxy-error']).toMatch(/^CCPROXY_UPSTREAM_(?:ANSWER|RESET)$/)
  expect(headers['set-cookie']).toBeUndefined()
  expect(text).not.toMatch(/yyyy|OpenSSH/)
})

test.each([
  ['a body that is shorter than its length', `${ok}content-length: 50\r\n\r\nab`],
  ['a chunk that is no chunk', `${ok}transfer-encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\n`],
  ['chunks without an end', `${ok}transfer-encoding: chunked\r\n\r\n2\r\nab\r\n`],
])('%s is never taken for whole', async (_name, bytes) => {
  expect((await answerOf(bytes)).complete).toBe(false)
})

test('what follows the length is not the client’s', async () => {
  const poison = 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\npoison'
  const { status, text, complete } = await answerOf(`${ok}content-length: 2\r\n\r\nab${poison}`)
  expect([status, text, complete]).toEqual([200, 'ab', true])
})

test.each([
  [204, 'content-length: 5\r\n', undefined],
  [304, 'etag: "a"\r\n', undefined],
  [304, 'etag: "a"\r\ncontent-length: 5\r\n', '5'],
])('a %i with %j has no body, whatever the provider sends with it', async (status, lines, length) => {
  const answer = await answerOf(`HTTP/1.1 ${status} Nothing\r\n${lines}\r\nhello`)
  expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([status, '', length])
})

test('several early answers are of this hop, the last one counts', async () => {
  const early = 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'.repeat(3)
  const { status, text, headers } = await answerOf(`${early}${ok}content-length: 2\r\n\r\nab`)
  expect([status, text, headers['link']]).toEqual([200, 'ab', undefined])
})

test('early answers without end are no answer', async () => {
  const { status } = await answerOf('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(20), false)
  expect(status).toBe(504)
})

test('an answer without a length ends with its connection', async () => {
  const { text, complete } = await answerOf(`${ok}\r\nall of it`)
  expect([text, complete]).toEqual(['all of it', true])
})
