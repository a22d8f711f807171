import { expect, it } from 'vitest'
import { startRecordingUpstream } from '../../../upstream/start-recording-upstream.js'
import { printRequest } from './print-request.js'

it('prints a request in the order that it came in, without the credential and what changes by itself', async () => {
  await using upstream = await startRecordingUpstream()
  const headers = { authorization: 'Bearer fake-token-1', 'x-copy': 'fake-token-1', date: 'today' }
  await fetch(`${upstream.origin}/v1/messages?beta=true`, { method: 'POST', headers, body: '{"a":1}' })
  const [request] = upstream.requests
  const printed = request === undefined ? '' : printRequest(request, 'fake-token-1')
  expect(printed).toMatch(/^POST \/v1\/messages\?beta=true\n/)
  expect(printed).toContain('authorization: Bearer <credential>\nx-copy: <credential>\n')
  expect(printed).toMatch(/\n\n\{"a":1\}\n$/)
  expect(printed).not.toMatch(/fake-token-1|^host:|^date:|^content-length:/m)
})
