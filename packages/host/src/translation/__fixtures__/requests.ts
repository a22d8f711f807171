// What clients ask in tests.
import type { Ask } from '../../transport/__fixtures__/rig.js'

const question = [{ role: 'user', content: 'Hello' }]

const bodies: Readonly<Record<string, object>> = {
  '/v1/messages': { model: 'm-1', max_tokens: 100, messages: question },
  '/v1/messages/count_tokens': { model: 'm-1', messages: question },
  '/v1/chat/completions': { model: 'm-1', messages: question },
  '/v1/responses': { model: 'm-1', input: 'Hello' },
  '/v1/responses/input_tokens': { model: 'm-1', input: 'Hello' },
  '/v1beta/models/m-1:countTokens': { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] },
  '/v1beta/models/m-1:generateContent': { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] },
}

export function asks(path: string, fields: object = {}): Ask {
  return { method: 'POST', body: JSON.stringify({ ...bodies[path], ...fields }) }
}
