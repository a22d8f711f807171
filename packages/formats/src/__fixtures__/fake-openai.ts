// The official SDK of OpenAI, whose server is a codec: what the SDK asks is parsed, and what the test answers is rendered.
import OpenAI from 'openai'
import type { Codec } from '../codec.js'
import { parseJsonObject } from '../json/parse-json-object.js'
import type { Answer, AnswerEvent, ProviderError } from '../model/answer.js'
import type { Conversation } from '../model/conversation.js'
import { eventsOf } from '../stream/events-of.js'

export type FakeAnswer = Answer | { readonly events: readonly AnswerEvent[] } | { readonly error: ProviderError }

export interface FakeOpenAI {
  readonly client: OpenAI
  /** What the SDK asked, in order. */
  readonly asked: readonly Conversation[]
}

/** @param answers one per request; a streamed request gets them as a stream */
export function fakeOpenAI(codec: Codec, ...answers: readonly FakeAnswer[]): FakeOpenAI {
  const asked: Conversation[] = []
  const client = new OpenAI({
    apiKey: 'fake-key-1',
    baseURL: 'http://127.0.0.1:9/v1',
    maxRetries: 0,
    fetch: async (_url, init) => {
      const body = typeof init?.body === 'string' ? parseJsonObject(init.body) : undefined
      const request = codec.parseRequest({ path: '/', body: body ?? {} })
      const answer = answers[asked.push(request) - 1]
      if (answer === undefined) throw new Error('The SDK asked more than the test answers')
      return respond(codec, request, answer)
    },
  })
  return { client, asked }
}

function respond(codec: Codec, request: Conversation, answer: FakeAnswer): Response {
  if ('error' in answer) {
    const { status, body } = codec.renderError(answer.error)
    return Response.json(body, { status })
  }
  if (!request.stream && 'blocks' in answer) return Response.json(codec.renderAnswer(answer, request))
  const renderer = codec.createStreamRenderer(request)
  const events = 'events' in answer ? answer.events : eventsOf(answer)
  const text = events.map((event) => renderer.push(event)).join('')
  return new Response(text, { headers: { 'content-type': 'text/event-stream' } })
}
