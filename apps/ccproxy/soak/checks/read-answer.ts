// What a client of a dialect understands of an answer.
import type { Dialect } from '@ccproxy/core'
import * as v from 'valibot'

export interface ReadAnswer {
  readonly text: string
  /** The dialect says that this was all. */
  readonly isFinished: boolean
  /** The dialect says that it failed. */
  readonly isFailed: boolean
}

const nothing = { text: '', isFinished: false, isFailed: false }
const optionalText = v.optional(v.string(), '')

const anthropicEvent = v.object({ type: v.string(), delta: v.optional(v.object({ text: optionalText })) })
const anthropicMessage = v.object({ content: v.array(v.object({ text: v.string() })), stop_reason: v.string() })

const chatText = v.object({ content: v.nullish(v.string(), '') })
const chatChoice = v.object({
  delta: v.optional(chatText),
  message: v.optional(chatText),
  finish_reason: v.nullish(v.string()),
})
const chatAnswer = v.object({ choices: v.optional(v.array(chatChoice), []), error: v.optional(v.unknown()) })

const responsesEvent = v.object({ type: v.string(), delta: v.optional(v.unknown()) })
const outputItem = v.object({ content: v.optional(v.array(v.object({ text: optionalText })), []) })
const responsesAnswer = v.object({ status: v.string(), output: v.array(outputItem) })

const geminiCandidate = v.object({
  content: v.optional(v.object({ parts: v.optional(v.array(v.object({ text: optionalText })), []) })),
  finishReason: v.optional(v.string()),
})
const geminiAnswer = v.object({
  candidates: v.optional(v.array(geminiCandidate), []),
  error: v.optional(v.unknown()),
})

type ReadPart = (value: unknown) => ReadAnswer

const readers: Readonly<Record<Dialect, { readonly whole: ReadPart; readonly event: ReadPart }>> = {
  'anthropic-messages': {
    whole(value) {
      const { content } = v.parse(anthropicMessage, value)
      return { ...nothing, text: content.map(({ text }) => text).join(''), isFinished: true }
    },
    event(value) {
      const { type, delta } = v.parse(anthropicEvent, value)
      return { text: delta?.text ?? '', isFinished: type === 'message_stop', isFailed: type === 'error' }
    },
  },
  'openai-chat': { whole: readChat, event: readChat },
  'openai-responses': {
    whole(value) {
      const { status, output } = v.parse(responsesAnswer, value)
      const text = output.flatMap(({ content }) => content.map((part) => part.text)).join('')
      return { text, isFinished: status === 'completed', isFailed: status === 'failed' }
    },
    event(value) {
      const { type, delta } = v.parse(responsesEvent, value)
      return {
        text: type === 'response.output_text.delta' ? String(delta) : '',
        isFinished: type === 'response.completed',
        isFailed: type === 'response.failed' || type === 'error',
      }
    },
  },
  gemini: { whole: readGemini, event: readGemini },
}

function readChat(value: unknown): ReadAnswer {
  const { choices, error } = v.parse(chatAnswer, value)
  return {
    text: choices.map(({ delta, message }) => delta?.content ?? message?.content ?? '').join(''),
    isFinished: choices.some((choice) => typeof choice.finish_reason === 'string'),
    isFailed: error !== undefined,
  }
}

function readGemini(value: unknown): ReadAnswer {
  const { candidates, error } = v.parse(geminiAnswer, value)
  return {
    text: candidates.flatMap(({ content }) => content?.parts.map(({ text }) => text) ?? []).join(''),
    isFinished: candidates.some(({ finishReason }) => finishReason !== undefined),
    isFailed: error !== undefined,
  }
}

/** @throws Error when it is not what the dialect says */
export function readAnswer(dialect: Dialect, isStream: boolean, body: string): ReadAnswer {
  const { whole, event } = readers[dialect]
  if (!isStream) return whole(JSON.parse(body))
  // What comes after the last line feed is an event that is not complete.
  const lines = body.slice(0, body.lastIndexOf('\n') + 1).matchAll(/^data: ?(\{.*)$/gm)
  const parts = [...lines].map(([, data = '']) => event(JSON.parse(data)))
  return {
    text: parts.map(({ text }) => text).join(''),
    isFinished: parts.some(({ isFinished }) => isFinished),
    isFailed: parts.some(({ isFailed }) => isFailed),
  }
}
