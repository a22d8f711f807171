// The answer as a chat completion, whole and as chunks.
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionMessage } from 'openai/resources/chat/completions'
import type { CompletionUsage } from 'openai/resources/completions'
import type { Answer, Thought } from '../answer.js'
import { modelsCreatedAt } from '../model-names.js'
import type { WireEvent } from '../model-wire.js'
import type { Question } from '../question.js'

const finishReasons = { complete: 'stop', length: 'length', tool: 'tool_calls' } as const

export const chatCompletionOf = (answer: Answer): ChatCompletion => ({
  id: completionId(answer),
  object: 'chat.completion',
  created: modelsCreatedAt / 1_000,
  model: answer.model,
  choices: [{ index: 0, finish_reason: finishReasons[answer.end], logprobs: null, message: messageOf(answer) }],
  usage: usageOf(answer),
})

function messageOf({ pieces, toolCalls, thought }: Answer): ChatCompletionMessage {
  const message = {
    role: 'assistant' as const,
    content: pieces.join(''),
    refusal: null,
    annotations: [],
    ...thoughtOf(thought),
    ...sealOf(thought),
  }
  if (toolCalls.length === 0) return message
  const tool_calls = toolCalls.map(({ id, name, arguments: input }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: JSON.stringify(input) },
  }))
  return { ...message, tool_calls }
}

/** The same as chunks, the arguments of a tool in two parts. */
export function* chatCompletionChunks(answer: Answer, { usageInStream }: Question): Generator<WireEvent> {
  yield chunk(answer, { role: 'assistant', content: '', refusal: null })
  if (answer.thought !== undefined) yield chunk(answer, thoughtOf(answer.thought))
  for (const content of answer.pieces) yield chunk(answer, { content })
  for (const [index, { id, name, arguments: input }] of answer.toolCalls.entries()) {
    const json = JSON.stringify(input)
    yield chunk(answer, { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] })
    for (const part of [json.slice(0, 1), json.slice(1)])
      yield chunk(answer, { tool_calls: [{ index, function: { arguments: part } }] })
  }
  if (answer.thought !== undefined) yield chunk(answer, sealOf(answer.thought))
  yield chunk(answer, {}, finishReasons[answer.end])
  if (usageInStream === true) yield { data: { ...base(answer), choices: [], usage: usageOf(answer) } }
  yield { data: '[DONE]' }
}

function chunk(
  answer: Answer,
  delta: ChatCompletionChunk.Choice.Delta,
  finishReason: ChatCompletionChunk.Choice['finish_reason'] = null,
): WireEvent {
  const choices = [{ index: 0, delta, finish_reason: finishReason, logprobs: null }]
  return { data: { ...base(answer), choices } satisfies ChatCompletionChunk }
}

const base = (answer: Answer) =>
  ({
    id: completionId(answer),
    object: 'chat.completion.chunk',
    created: modelsCreatedAt / 1_000,
    model: answer.model,
  }) as const

const completionId = ({ id }: Answer): string => `chatcmpl-sandbox-${id}`

/** No part of OpenAI's own dialect; other providers agree on these names. */
const thoughtOf = (thought: Thought | undefined): object =>
  thought === undefined ? {} : { reasoning_content: thought.text }
const sealOf = (thought: Thought | undefined): object =>
  thought === undefined ? {} : { reasoning_details: [{ type: 'reasoning.encrypted', data: thought.seal }] }

const usageOf = ({ inputTokens, outputTokens, thoughtTokens }: Answer): CompletionUsage => ({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  total_tokens: inputTokens + outputTokens,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: thoughtTokens, audio_tokens: 0 },
})
