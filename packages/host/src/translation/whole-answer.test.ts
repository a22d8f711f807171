import type { CCProxyError } from '@ccproxy/core'
import { expect, test } from 'vitest'
import { HeaderList } from '../transport/header-list.js'
import { recordingSink, recordingSource } from './__fixtures__/recording-sink.js'
import { WholeAnswer } from './whole-answer.js'

test('an answer without end is refused', () => {
  const refusals: CCProxyError[] = []
  const client = recordingSink()
  let read = 0
  const answer = new WholeAnswer(
    {
      from: 'openai-chat',
      to: 'gemini',
      client,
      requestId: 'request-1',
      refuse: (error) => refusals.push(error),
      providerFailed: () => {},
    },
    {
      push: ({ length }) => {
        read += length
      },
      reply: () => ({ status: 200, mediaType: 'application/json', body: '{}' }),
    },
  )
  answer.begin({ status: 200, statusMessage: 'OK', headers: new HeaderList([]) }, recordingSource())
  const megabyte = Buffer.alloc(1024 * 1024)
  for (let sent = 0; sent < 70; sent += 1) answer.write(megabyte)
  answer.end()
  expect(refusals).toMatchObject([{ code: 'CCPROXY_FORMAT_ANSWER' }])
  expect([read, client.chunks.length, client.hasEnded()]).toEqual([64 * 1024 * 1024, 0, false])
})
