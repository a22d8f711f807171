// JSON that is deeper than the stack of calls: for JSON.parse that is nothing, for whoever walks it, it is the end.
import { afterEach, expect, test } from 'vitest'
import { ask, endRig, startProxy, startReadingUpstream } from '../transport/__fixtures__/rig.js'

afterEach(endRig)

const levels = 20_000
const deep = `${'{"properties":{"a":'.repeat(levels)}{}${'}}'.repeat(levels)}`
const headers = ['content-type', 'application/json']

test.each([
  ['/v1/messages', `{"model":"m","max_tokens":9,"messages":[],"tools":[{"name":"t","input_schema":${deep}}]}`],
  ['/v1/chat/completions', `{"model":"m","messages":[{"role":"user","content":"hi"}],"metadata":${deep}}`],
])('a request to %s is refused when it is translated or rewritten', async (path, body) => {
  const baseUrl = await startReadingUpstream((_incoming, outgoing) => outgoing.end('{}'))
  const proxy = await startProxy({
    baseUrl,
    adapter: {
      dialects: ['openai-chat'],
      prepare: () => ({ headers: {}, rewrite: (original) => ({ body: { ...original, stream: true } }) }),
    },
  })
  const answer = await ask(`${proxy.url}${path}`, { method: 'POST', headers, body })
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([400, 'CCPROXY_FORMAT_REQUEST'])
  expect(answer.text).toContain('nested too deeply')
})

test.each([
  ['an answer', 200, `{"type":"message","content":[{"type":"tool_use","id":"t","name":"n","input":${deep}}]}`],
  ['a refusal', 400, `{"type":"error","error":{"type":"x","message":"no","details":${deep.slice(0, 60_000)}`],
])('%s that is nested too deeply is an error of the provider', async (_what, status, body) => {
  const baseUrl = await startReadingUpstream((_incoming, outgoing) => {
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  const proxy = await startProxy({ baseUrl, adapter: { dialects: ['anthropic-messages'] } })
  const answer = await ask(`${proxy.url}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: '{"model":"m","messages":[{"role":"user","content":"hi"}]}',
  })
  expect(answer.status).toBe(status === 200 ? 502 : status)
  expect(answer.headers['x-ccproxy-error']).toBe(status === 200 ? 'CCPROXY_FORMAT_ANSWER' : undefined)
})
