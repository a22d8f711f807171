// How a request of chat completions reads.
import * as v from 'valibot'
import { parseBody } from '../parse-body.js'
import type { Question } from '../question.js'
import { imagesOf, textOf, textParts } from './text-parts.js'

const message = v.looseObject({
  role: v.picklist(['developer', 'system', 'user', 'assistant', 'tool', 'function']),
  content: v.nullish(textParts),
})

const tool = v.looseObject({
  type: v.string(),
  function: v.optional(v.looseObject({ name: v.string(), parameters: v.optional(v.unknown()) })),
})

const toolChoice = v.union([
  v.picklist(['none', 'auto', 'required']),
  v.looseObject({ type: v.string(), function: v.optional(v.looseObject({ name: v.string() })) }),
])

const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1))

const schema = v.looseObject({
  model: v.pipe(v.string(), v.minLength(1)),
  messages: v.pipe(v.array(message), v.minLength(1)),
  stream: v.nullish(v.boolean(), false),
  stream_options: v.nullish(v.looseObject({ include_usage: v.optional(v.boolean(), false) })),
  max_tokens: v.nullish(positiveInteger),
  max_completion_tokens: v.nullish(positiveInteger),
  tools: v.nullish(v.array(tool), []),
  tool_choice: v.optional(toolChoice, 'auto'),
  reasoning_effort: v.nullish(v.string()),
  response_format: v.nullish(
    v.looseObject({ json_schema: v.optional(v.looseObject({ schema: v.optional(v.unknown()) })) }),
  ),
})

/** @throws ModelError 400 */
export function parseChat(body: unknown): Question {
  const request = parseBody(schema, body)
  const last = request.messages.findLast(({ role }) => role === 'user' || role === 'tool')
  const choice = request.tool_choice
  return {
    model: request.model,
    said: { by: last?.role === 'tool' ? 'tool' : 'user', text: textOf(last?.content) },
    texts: request.messages.map(({ content }) => textOf(content)),
    maximumTokens: request.max_completion_tokens ?? request.max_tokens ?? undefined,
    tools: request.tools.flatMap(({ function: offered }) => (offered === undefined ? [] : [offered])),
    toolChoice: typeof choice === 'string' ? choice : (choice.function ?? 'auto'),
    stream: request.stream,
    thinks: (request.reasoning_effort ?? 'none') !== 'none',
    schema: request.response_format?.json_schema?.schema,
    images: imagesOf(last?.content),
    usageInStream: request.stream_options?.include_usage ?? false,
  }
}
