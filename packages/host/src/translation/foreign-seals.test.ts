// Thoughts of another provider, handed to one that speaks the client's dialect.
import { countSealEnvelopes } from '@ccproxy/formats'
import { afterEach, expect, test } from 'vitest'
import { ask, endRig, startProxy, startReadingUpstream } from '../transport/__fixtures__/rig.js'
import { messagesAnswer, sendJson } from './__fixtures__/answers.js'
import { sealMarks } from './seal-marks.js'

afterEach(endRig)

const seal = { origin: 'openai-responses', data: 'fake-encrypted', id: 'rs_1' }
const envelope = `ccp-seal-1.${Buffer.from(JSON.stringify(seal)).toString('base64url')}`

/** A conversation of the Anthropic dialect in which somebody thought. */
const conversation = (signature: string): string =>
  JSON.stringify({
    messages: [
      { role: 'user', content: 'Hello' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm.', signature },
          { type: 'text', text: 'Hi' },
        ],
      },
      { role: 'user', content: 'And now?' },
    ],
    temperature: 0.5,
    max_tokens: 100,
    model: 'claude-opus-5-5',
  })

async function sent(body: string): Promise<{ readonly body: string; readonly dropped: string | undefined }> {
  const bodies: string[] = []
  const baseUrl = await startReadingUpstream((_incoming, outgoing, bytes) => {
    bodies.push(bytes.toString())
    sendJson(outgoing, messagesAnswer)
  })
  const { url } = await startProxy({ baseUrl })
  const { headers } = await ask(`${url}/v1/messages`, { method: 'POST', body })
  return { body: bodies.join(''), dropped: headers['x-ccproxy-dropped'] }
}

test('are left out, and the answer says so', async () => {
  const { body, dropped } = await sent(conversation(envelope))
  expect(body).not.toContain('ccp-seal')
  expect(JSON.parse(body)).toMatchObject({ messages: [{}, { content: [{ type: 'text', text: 'Hi' }] }, {}] })
  expect(dropped).toContain('foreignReasoning')
})

test.each([
  ['its own', conversation('EqQB-own')],
  ['words that look like a part of one', conversation('EqQB-seal-1XNlYWwt')],
  ['talk about one', conversation('EqQB-own').replace('And now?', `What is ${envelope}?`)],
])('%s go back byte for byte', async (_name, body) => {
  expect(await sent(body)).toEqual({ body, dropped: undefined })
})

test('the marks are parts of what every envelope begins with', () => {
  const [plain = '', base64 = ''] = sealMarks
  expect('ccp-seal-1.').toContain(plain)
  expect(Buffer.from('ccp-seal-1.').toString('base64')).toContain(base64)
  expect(countSealEnvelopes(Buffer.from(envelope))).toBe(1)
  expect(countSealEnvelopes(Buffer.from(Buffer.from(envelope).toString('base64')))).toBe(1)
})
