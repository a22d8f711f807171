import { expect, test } from 'vitest'
import { parseRequest } from './parse-request.js'

test.each([
  [{ previous_response_id: 'resp_1' }, 'previous_response_id', 'send the whole conversation in input'],
  [{ conversation: 'conv_1' }, 'conversation', 'send the whole conversation in input'],
  [{ prompt: { id: 'pmpt_1' } }, 'prompt', 'send instructions and input'],
  [{ background: true }, 'background', 'leave it out'],
  [{ input: [{ type: 'item_reference', id: 'rs_1' }] }, 'input.0', 'send the item itself'],
  [{ input: [{ id: 'rs_1' }] }, 'input.0', 'send the item itself'],
  [{ input: [{ type: 'compaction', encrypted_content: 'x' }] }, 'input.0', 'which only OpenAI can read'],
  [{ input: 7 }, 'input', 'must be a string or an array of items'],
  [{ input: null }, 'input', 'is required'],
  [{ input: [{ role: 'robot', content: 'Hi' }] }, 'input.0.role', 'must be one of'],
  [{ input: [{ role: 'user', content: [{ type: 'video' }] }] }, 'input.0.content.0.type', 'cannot be video'],
  [
    { input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'file:///x' }] }] },
    'input.0.content.0.image_url',
    'must be an https: or data: URL',
  ],
  [{ input: [{ type: 'function_call', name: 'look' }] }, 'input.0.call_id', 'is required'],
  [{ reasoning: { effort: 'huge' } }, 'reasoning.effort', 'must be one of'],
  [{ tools: [{ type: 'function' }] }, 'tools.0.name', 'is required'],
  [{ max_output_tokens: -1 }, 'max_output_tokens', 'must be a whole number'],
])('%j is refused with the name of the field', (body, field, message) => {
  const parse = () => parseRequest({ path: '/v1/responses', body: { model: 'm', input: [], ...body } })
  expect(parse).toThrow(expect.objectContaining({ status: 400, field }))
  expect(parse).toThrow(message)
})
