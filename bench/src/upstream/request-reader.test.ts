import { describe, expect, it } from 'vitest'
import { RequestReader } from './request-reader.ts'

const request = 'POST /v1/messages HTTP/1.1\r\nhost: a\r\nContent-Length: 5\r\n\r\nhello'

describe('RequestReader', () => {
  it('reads one request after the other, wherever they are cut', () => {
    for (let cut = 1; cut < request.length; cut += 1) {
      const reader = new RequestReader()
      for (let time = 0; time < 2; time += 1) {
        expect(reader.push(Buffer.from(request.slice(0, cut)))).toBeUndefined()
        expect(reader.push(Buffer.from(request.slice(cut)))).toEqual({ path: '/v1/messages', bodyStart: 'hello' })
      }
    }
  })

  it('keeps the begin of a long body only', () => {
    const reader = new RequestReader()
    const head = 'POST / HTTP/1.1\r\ncontent-length: 10000\r\n\r\n'
    expect(reader.push(Buffer.from(`${head}${'a'.repeat(3000)}`))).toBeUndefined()
    expect(reader.push(Buffer.from('b'.repeat(7000)))?.bodyStart).toBe('a'.repeat(3000) + 'b'.repeat(1096))
  })

  it.each([
    ['a body without a length', 'POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['the next request before its answer', `${request}GET`],
  ])('refuses %s', (_, text) => {
    expect(() => new RequestReader().push(Buffer.from(text))).toThrow('the upstream of the bench')
  })
})
