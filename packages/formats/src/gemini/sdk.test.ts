// Google's own SDK talks to a server that answers in the words of this codec.
import { once } from 'node:events'
import { createServer } from 'node:http'
import {
  FunctionCallingConfigMode,
  type GenerateContentResponse,
  GoogleGenAI,
  ThinkingLevel,
  Type,
} from '@google/genai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WireRequest } from '../codec.js'
import { parseJsonObject } from '../json/parse-json-object.js'
import type { Answer, AnswerEvent } from '../model/answer.js'
import type { Conversation } from '../model/conversation.js'
import { gemini } from './codec.js'

let request: WireRequest
let answer: (asked: Conversation) => {
  readonly type: string
  readonly status: number
  readonly pieces: readonly string[]
}

const server = createServer((incoming, outgoing) => {
  const pieces: Buffer[] = []
  incoming.on('data', (piece: Buffer) => pieces.push(piece))
  incoming.on('end', () => {
    request = { path: incoming.url ?? '', body: parseJsonObject(Buffer.concat(pieces).toString()) ?? {} }
    const { type, status, pieces: body } = answer(gemini.parseRequest(request))
    outgoing.writeHead(status, { 'content-type': type })
    for (const piece of body) outgoing.write(piece)
    outgoing.end()
  })
})

let ai: GoogleGenAI

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  ai = new GoogleGenAI({ apiKey: 'fake-key-1', httpOptions: { baseUrl: `http://127.0.0.1:${port}` } })
})

afterAll(() => {
  server.close()
  server.closeAllConnections()
})

function answerWith(whole: Answer): void {
  answer = (asked) => ({
    type: 'application/json',
    status: 200,
    pieces: [JSON.stringify(gemini.renderAnswer(whole, asked))],
  })
}

function streamWith(events: readonly AnswerEvent[]): void {
  answer = (asked) => {
    const renderer = gemini.createStreamRenderer(asked)
    return { type: 'text/event-stream', status: 200, pieces: events.map((event) => renderer.push(event)) }
  }
}

const model = 'gemini-3-flash'
const thoughtSignature: unknown = expect.any(String)
const seal = { origin: 'anthropic-messages', data: 'EqQB', texts: ['Hm.'] } as const
const whole: Answer = {
  id: 'msg_1',
  model: 'claude-opus',
  blocks: [
    { type: 'reasoning', texts: ['Hm.'], seal },
    { type: 'text', text: 'I look.' },
    { type: 'tool-call', id: 'toolu_1', name: 'look', arguments: '{"at":"it"}' },
  ],
  finish: 'tool-calls',
  usage: { input: 10, output: 5 },
}
const events: readonly AnswerEvent[] = [
  { type: 'start', id: 'msg_1', model: 'claude-opus' },
  { type: 'block-start', index: 0, block: { type: 'reasoning' } },
  { type: 'delta', index: 0, text: 'Hm.' },
  { type: 'block-stop', index: 0, seal },
  { type: 'block-start', index: 1, block: { type: 'text' } },
  { type: 'delta', index: 1, text: 'I ' },
  { type: 'delta', index: 1, text: 'look.' },
  { type: 'block-stop', index: 1 },
  { type: 'block-start', index: 2, block: { type: 'tool-call', id: 'toolu_1', name: 'look' } },
  { type: 'delta', index: 2, text: '{"at":' },
  { type: 'delta', index: 2, text: '"it"}' },
  { type: 'block-stop', index: 2 },
  { type: 'finish', reason: 'tool-calls', usage: { input: 10, output: 5 } },
]

/** As the SDK's `text`, which warns when there is more than text. */
const textOf = ({ candidates }: GenerateContentResponse): string =>
  (candidates?.[0]?.content?.parts ?? []).map(({ text, thought }) => (thought === true ? '' : (text ?? ''))).join('')

test('what the SDK sends is read without anything left over', async () => {
  answerWith(whole)
  const response = await ai.models.generateContent({
    model,
    contents: ['What is this?', { inlineData: { mimeType: 'image/png', data: 'iVBO' } }],
    config: {
      systemInstruction: 'Be brief.',
      temperature: 0.5,
      maxOutputTokens: 50,
      stopSequences: ['END'],
      responseMimeType: 'application/json',
      responseSchema: { type: Type.OBJECT, properties: { name: { type: Type.STRING } } },
      thinkingConfig: { thinkingLevel: ThinkingLevel.LOW, includeThoughts: true },
      tools: [{ functionDeclarations: [{ name: 'look', parametersJsonSchema: { type: 'object', properties: {} } }] }],
      toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
    },
  })
  expect(gemini.parseRequest(request)).toEqual({
    origin: 'gemini',
    model,
    stream: false,
    system: [{ type: 'text', text: 'Be brief.' }],
    turns: [
      {
        role: 'user',
        blocks: [
          { type: 'text', text: 'What is this?' },
          { type: 'image', media: { kind: 'base64', mediaType: 'image/png', data: 'iVBO' } },
        ],
      },
    ],
    tools: [{ name: 'look', parameters: { type: 'object', properties: {} } }],
    toolChoice: { type: 'required' },
    temperature: 0.5,
    maxTokens: 50,
    stopSequences: ['END'],
    output: { type: 'json-schema', schema: { type: 'object', properties: { name: { type: 'string' } } } },
    reasoning: { effort: 'low', show: true },
    extras: new Map(),
  })
  expect(textOf(response)).toBe('I look.')
  expect(response.functionCalls).toEqual([{ id: 'toolu_1', name: 'look', args: { at: 'it' } }])
  expect(response.candidates?.[0]?.content?.parts).toEqual([
    { text: 'Hm.', thought: true },
    { text: 'I look.', thoughtSignature },
    { functionCall: { id: 'toolu_1', name: 'look', args: { at: 'it' } } },
  ])
  expect(response.usageMetadata).toEqual({ promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 })
  expect(response.candidates?.[0]?.finishReason).toBe('STOP')
})

test('a stream is chunks of the same', async () => {
  streamWith(events)
  const chunks: GenerateContentResponse[] = []
  for await (const chunk of await ai.models.generateContentStream({ model, contents: 'Hello' })) chunks.push(chunk)
  expect(gemini.parseRequest(request)).toMatchObject({ stream: true, wantsStreamUsage: true })
  expect(chunks.map((chunk) => textOf(chunk)).join('')).toBe('I look.')
  expect(chunks.flatMap(({ functionCalls }) => functionCalls ?? [])).toEqual([
    { id: 'toolu_1', name: 'look', args: { at: 'it' } },
  ])
  expect(chunks.at(-1)?.usageMetadata?.totalTokenCount).toBe(15)
  expect(chunks.at(-1)?.candidates?.[0]?.finishReason).toBe('STOP')
})

test('a chat keeps what it was sent, so that seals and ids come back', async () => {
  const chat = ai.chats.create({ model })
  streamWith(events)
  for await (const chunk of await chat.sendMessageStream({ message: 'Hello' })) expect(chunk.responseId).toBe('msg_1')
  answerWith({ ...whole, blocks: [{ type: 'text', text: 'A cat.' }], finish: 'stop' })
  await chat.sendMessage({
    message: { functionResponse: { id: 'toolu_1', name: 'look', response: { output: 'a cat' } } },
  })
  expect(gemini.parseRequest(request).turns).toEqual([
    { role: 'user', blocks: [{ type: 'text', text: 'Hello' }] },
    {
      role: 'assistant',
      blocks: [
        { type: 'reasoning', texts: ['Hm.'], seal },
        { type: 'text', text: 'I ' },
        { type: 'text', text: 'look.' },
        { type: 'tool-call', id: 'toolu_1', name: 'look', arguments: '{"at":"it"}' },
      ],
    },
    {
      role: 'user',
      blocks: [{ type: 'tool-result', callId: 'toolu_1', content: [{ type: 'text', text: 'a cat' }] }],
    },
  ])
  expect(chat.getHistory(true)).toHaveLength(chat.getHistory(false).length)
})

test('an error has its status, as an answer and in a stream', async () => {
  answer = () => {
    const { status, body } = gemini.renderError({ status: 429, message: 'Too fast.', retryAfterMs: 1000 })
    return { type: 'application/json', status, pieces: [JSON.stringify(body)] }
  }
  await expect(ai.models.generateContent({ model, contents: 'Hello' })).rejects.toMatchObject({ status: 429 })
  streamWith([...events.slice(0, 7), { type: 'error', error: { status: 503, message: 'Gone.' } }])
  const read = async (): Promise<void> => {
    for await (const chunk of await ai.models.generateContentStream({ model, contents: 'Hello' })) textOf(chunk)
  }
  await expect(read()).rejects.toMatchObject({ status: 503 })
})
