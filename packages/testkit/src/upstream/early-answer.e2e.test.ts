// Without nock: it would hold a request back until its body is complete.
import { expect, it } from 'vitest'
import { sendRawRequest } from '../raw-request/send-raw-request.js'
import { answerWith } from './answers.js'
import { startRecordingUpstream } from './start-recording-upstream.js'

it('answers before the body is complete when it is told not to wait', async () => {
  await using upstream = await startRecordingUpstream({ waitForBody: false, answer: answerWith('early') })
  const text = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\npart'
  expect((await sendRawRequest({ port: upstream.port, text })).body).toBe('early')
  expect(upstream.requests[0]).toMatchObject({ complete: false })
})
