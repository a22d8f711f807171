import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { CCProxyError } from '@ccproxy/core'
import { expect, test } from 'vitest'
import { HeaderList } from '../transport/header-list.js'
import { recordingSink, recordingSource } from './__fixtures__/recording-sink.js'
import { DecodedAnswer } from './decoded-answer.js'

const head = { status: 200, statusMessage: 'OK', headers: new HeaderList(['content-encoding', 'gzip']) }
const plain = Buffer.from(randomBytes(500_000).toString('hex'))
const encoded = gzipSync(plain)

test('a receiver that wants a pause gets one, and all of it afterwards', async () => {
  let isReady = false
  const sink = recordingSink(() => isReady)
  const source = recordingSource()
  const answer = new DecodedAnswer(sink)
  answer.begin(head, source)
  expect(answer.write(encoded)).toBe(false)
  await expect.poll(() => sink.chunks.length).toBe(1)
  await delay(20)
  expect([sink.chunks.length, source.asked]).toEqual([1, []])
  isReady = true
  answer.end()
  sink.source()?.resume()
  await expect.poll(sink.hasEnded).toBe(true)
  expect(Buffer.concat(sink.chunks).equals(plain)).toBe(true)
})

test('what sends goes on when all that it gave is decoded', async () => {
  const source = recordingSource()
  const answer = new DecodedAnswer(recordingSink())
  answer.begin(head, source)
  expect(answer.write(encoded)).toBe(false)
  await expect.poll(() => source.asked).toEqual(['resume'])
})

test('damaged bytes are an error, told once', async () => {
  const sink = recordingSink()
  const source = recordingSource()
  const answer = new DecodedAnswer(sink)
  answer.begin(head, source)
  answer.write(Buffer.from('no gzip at all'))
  await expect.poll(() => sink.errors.length).toBe(1)
  answer.fail(new CCProxyError('CCPROXY_HTTP_ABORTED', 'it was ended'))
  answer.end()
  expect(sink.errors).toMatchObject([{ code: 'CCPROXY_FORMAT_ANSWER' }])
  expect([source.asked, sink.hasEnded()]).toEqual([['abort'], false])
})

test('a receiver that gives up ends what decodes and what sends', () => {
  const sink = recordingSink()
  const source = recordingSource()
  new DecodedAnswer(sink).begin(head, source)
  sink.source()?.abort()
  expect(source.asked).toEqual(['abort'])
})
