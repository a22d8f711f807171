import { describe, expect, it } from 'vitest'
import { AnswerReader } from './answer-reader.ts'

const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
const chunked = 'HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello\n\r\n3\r\n0\n\n\r\n0\r\n\r\n'

describe('AnswerReader', () => {
  it.each([
    ['a length', whole, 200, 5],
    ['chunks', chunked, 503, 24],
  ])('finds the end of an answer with %s, wherever it is cut', (_, answer, status, bodyBytes) => {
    for (let cut = 1; cut < answer.length; cut += 1) {
      const reader = new AnswerReader()
      // A second one on the same connection is read like the first.
      for (let time = 0; time < 2; time += 1) {
        expect(reader.push(Buffer.from(answer.slice(0, cut)))).toBe(false)
        expect(reader.push(Buffer.from(answer.slice(cut)))).toBe(true)
        expect([reader.status, reader.bodyBytes]).toEqual([status, bodyBytes])
      }
    }
  })

  it('reads byte by byte', () => {
    const reader = new AnswerReader()
    const bytes = [...Buffer.from(chunked)].map((byte) => reader.push(Buffer.from([byte])))
    expect(bytes.indexOf(true)).toBe(bytes.length - 1)
  })

  it('refuses an answer that only the end of its connection would end', () => {
    expect(() => new AnswerReader().push(Buffer.from('HTTP/1.1 200 OK\r\n\r\nhello'))).toThrow('neither a length')
  })
})
