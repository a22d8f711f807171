// Pictures that a model made reach clients of every API, or are named: whole and streamed.
import { describe, expect, test } from 'vitest'
import { codecs } from '../codecs.js'
import type { Dialect } from '../model/dialect.js'
import type { JsonObject } from '../model/json.js'
import { translateAnswer } from '../translate-answer.js'
import { translateRequest } from '../translate-request.js'
import { StreamTranslator } from '../translate-stream.js'

const data = Buffer.from('not really a picture').toString('base64')
const url = `data:image/png;base64,${data}`
const greetings: Readonly<Record<Dialect, { readonly path: string; readonly body: JsonObject }>> = {
  'anthropic-messages': {
    path: '/v1/messages',
    body: { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] },
  },
  'openai-chat': { path: '/v1/chat/completions', body: { model: 'm', messages: [{ role: 'user', content: 'Hi' }] } },
  'openai-responses': { path: '/v1/responses', body: { model: 'm', input: 'Hi' } },
  gemini: { path: '/v1beta/models/m:generateContent', body: { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] } },
}
const geminiAnswer = (mimeType: string): JsonObject => ({
  candidates: [
    {
      finishReason: 'STOP',
      content: { role: 'model', parts: [{ text: 'Here:' }, { inlineData: { mimeType, data } }] },
    },
  ],
})
const chatAnswer = {
  id: 'c',
  model: 'm',
  choices: [
    { finish_reason: 'stop', message: { content: 'Here:', images: [{ type: 'image_url', image_url: { url } }] } },
  ],
}
const responsesAnswer = {
  id: 'r',
  model: 'm',
  status: 'completed',
  output: [{ type: 'image_generation_call', id: 'ig_1', status: 'completed', result: data }],
}

const whole = (from: Dialect, to: Dialect, body: JsonObject): string =>
  JSON.stringify(translateAnswer({ from, to, body, conversation: codecs[to].parseRequest(greetings[to]) }))

function streamed(from: Dialect, to: Dialect, chunk: JsonObject): string {
  const stream = new StreamTranslator({ from, to, conversation: codecs[to].parseRequest(greetings[to]) })
  return Buffer.concat([stream.push(Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`)), stream.end()]).toString()
}

const expected: Readonly<Record<Dialect, string>> = {
  'openai-chat': `"images":[{"type":"image_url","image_url":{"url":"${url}"}}]`,
  'openai-responses': `"type":"image_generation_call","status":"completed","result":"${data}"`,
  'anthropic-messages': 'The model made a file here (image/png, 1 kB)',
  gemini: `"inlineData":{"mimeType":"image/png","data":"${data}"}`,
}

describe.each(['openai-chat', 'openai-responses', 'anthropic-messages'] as const)('a client of %s', (to) => {
  test('gets a picture of Gemini, or its name, whole and streamed', () => {
    expect(whole('gemini', to, geminiAnswer('image/png'))).toContain(expected[to])
    expect(streamed('gemini', to, geminiAnswer('image/png'))).toContain(expected[to])
  })

  test('is told of a sound that its API cannot carry', () => {
    expect(whole('gemini', to, geminiAnswer('audio/wav'))).toContain('The model made a file here (audio/wav, 1 kB)')
    expect(streamed('gemini', to, geminiAnswer('audio/wav'))).toContain('audio/wav')
  })
})

test.each(['openai-responses', 'anthropic-messages', 'gemini'] as const)(
  'a picture in message.images reaches a client of %s',
  (to) => {
    expect(whole('openai-chat', to, chatAnswer)).toContain(expected[to])
    const delta = {
      id: 'c',
      model: 'm',
      choices: [{ delta: { images: [{ type: 'image_url', image_url: { url } }] }, finish_reason: 'stop' }],
    }
    expect(streamed('openai-chat', to, delta)).toContain(expected[to])
  },
)

test.each(['openai-chat', 'anthropic-messages', 'gemini'] as const)(
  'a picture of Responses reaches a client of %s',
  (to) => {
    expect(whole('openai-responses', to, responsesAnswer)).toContain(expected[to])
  },
)

test.each(['openai-responses', 'anthropic-messages', 'gemini'] as const)(
  'the address of a picture is told to a client of %s',
  (to) => {
    const images = [{ type: 'image_url', image_url: { url: 'https://pictures.example/1.png' } }]
    const body = { id: 'c', model: 'm', choices: [{ finish_reason: 'stop', message: { content: null, images } }] }
    expect(whole('openai-chat', to, body)).toContain('[The model made a file: https://pictures.example/1.png]')
  },
)

test.each(['openai-chat', 'openai-responses', 'anthropic-messages'] as const)(
  'a draft among the thoughts of Gemini is no picture for a client of %s, whole and streamed',
  (to) => {
    const draft = { thought: true, inlineData: { mimeType: 'image/png', data } }
    const answer = { candidates: [{ finishReason: 'STOP', content: { parts: [draft, { text: 'Done' }] } }] }
    for (const sent of [whole('gemini', to, answer), streamed('gemini', to, answer)]) {
      expect(sent).toContain('Done')
      expect(sent).not.toMatch(/"images"|image_generation_call|made a file|inlineData/)
    }
  },
)

test('a picture of Responses is streamed to a client of Chat Completions', () => {
  const [item] = responsesAnswer.output
  const done: JsonObject = { type: 'response.output_item.done', output_index: 0, item }
  expect(streamed('openai-responses', 'openai-chat', done)).toContain(expected['openai-chat'])
})

test('a file at an address of Google is told', () => {
  const fileData = { mimeType: 'image/png', fileUri: 'https://files.example/1' }
  const answer = { candidates: [{ finishReason: 'STOP', content: { parts: [{ fileData }] } }] }
  expect(whole('gemini', 'openai-chat', answer)).toContain('"image_url":{"url":"https://files.example/1"}')
})

const pictureOfTheModel = { role: 'assistant', content: null, images: chatAnswer.choices[0]?.message.images }
const [callOfTheModel] = responsesAnswer.output

describe.each([
  [
    'openai-chat',
    { model: 'm', messages: [{ role: 'user', content: 'Draw' }, pictureOfTheModel, { role: 'user', content: 'Red' }] },
  ],
  [
    'openai-responses',
    { model: 'm', input: [{ role: 'user', content: 'Draw' }, callOfTheModel, { role: 'user', content: 'Red' }] },
  ],
] as const)('a picture in the history of a client of %s', (from, body) => {
  const request = { path: '/', body }

  test('comes back to Gemini, which can change it then', () => {
    const told = translateRequest({ from, to: 'gemini', request, model: 'gemini-2.5-flash-image' })
    expect(told.request.body['contents']).toEqual([
      { role: 'user', parts: [{ text: 'Draw' }] },
      { role: 'model', parts: [{ inlineData: { mimeType: 'image/png', data } }] },
      { role: 'user', parts: [{ text: 'Red' }] },
    ])
    expect(told.dropped).toEqual([])
  })

  test('is dropped by name for Anthropic, whose model takes no pictures of its own', () => {
    const told = translateRequest({ from, to: 'anthropic-messages', request })
    expect(told.dropped).toContain('hostedTool')
  })
})
