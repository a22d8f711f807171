// How a request of the Messages API reads.
import * as v from 'valibot'
import { ModelError } from '../model-error.js'
import { parseBody } from '../parse-body.js'
import { countTokens, type Question } from '../question.js'

const block = v.looseObject({
  type: v.string(),
  text: v.optional(v.string()),
  content: v.optional(v.unknown()),
  source: v.optional(v.unknown()),
})
const content = v.union([v.string(), v.array(block)])

const countSchema = v.looseObject({
  model: v.pipe(v.string(), v.minLength(1)),
  messages: v.pipe(
    v.array(v.looseObject({ role: v.picklist(['user', 'assistant', 'system']), content })),
    v.minLength(1),
  ),
  system: v.optional(content),
})

const messagesSchema = v.looseObject({
  ...countSchema.entries,
  max_tokens: v.pipe(v.number(), v.integer(), v.minValue(1)),
  stream: v.optional(v.boolean(), false),
  thread: v.nullish(v.unknown(), null),
  // Tools of the server have no schema.
  tools: v.optional(v.array(v.looseObject({ name: v.string(), input_schema: v.optional(v.unknown()) })), []),
  tool_choice: v.optional(v.looseObject({ type: v.string(), name: v.optional(v.string()) })),
  thinking: v.optional(v.looseObject({ type: v.string(), display: v.optional(v.string()) })),
  output_config: v.optional(v.looseObject({ format: v.optional(v.looseObject({ schema: v.optional(v.unknown()) })) })),
})

type Content = v.InferOutput<typeof content>
type CountRequest = v.InferOutput<typeof countSchema>

/** @throws ModelError 400, naming the field as the API does (`max_tokens: …`) */
export function parseMessages(body: unknown): Question {
  const request = parseBody(messagesSchema, body)
  // The SDK's tool runner asks for one and goes on without when it reads this.
  if (request.thread !== null) throw new ModelError(400, 'thread: nothing is kept here', 'thread_unsupported_request')
  return {
    model: request.model,
    said: lastSaid(request),
    texts: textsOf(request),
    maximumTokens: request.max_tokens,
    tools: request.tools
      .filter(({ input_schema: schema }) => schema !== undefined)
      .map(({ name, input_schema: parameters }) => ({ name, parameters })),
    toolChoice: toolChoice(request.tool_choice),
    stream: request.stream,
    thinks: ['enabled', 'adaptive'].includes(request.thinking?.type ?? '') && request.thinking?.display !== 'omitted',
    schema: request.output_config?.format?.schema,
    images: imagesOf(request),
  }
}

/** @throws ModelError 400 */
export const countMessages = (body: unknown): object => ({
  input_tokens: countTokens(textsOf(parseBody(countSchema, body))),
})

function toolChoice(choice: v.InferOutput<typeof messagesSchema>['tool_choice']): Question['toolChoice'] {
  if (choice?.type === 'any') return 'required'
  if (choice?.type === 'none') return 'none'
  return choice?.name === undefined ? 'auto' : { name: choice.name }
}

function lastSaid({ messages }: CountRequest): Question['said'] {
  const last = messages.findLast(({ role }) => role === 'user')?.content ?? ''
  const result = typeof last === 'string' ? undefined : last.findLast(({ type }) => type === 'tool_result')
  return result === undefined ? { by: 'user', text: textOf(last) } : { by: 'tool', text: resultText(result.content) }
}

const imageSource = v.looseObject({ media_type: v.string(), data: v.string() })

function imagesOf({ messages }: CountRequest): readonly string[] {
  const last = messages.findLast(({ role }) => role === 'user')?.content ?? ''
  return (typeof last === 'string' ? [] : last).flatMap(({ type, source }) =>
    type === 'image' && v.is(imageSource, source) ? [`data:${source.media_type};base64,${source.data}`] : [],
  )
}

const resultText = (value: unknown): string => (v.is(content, value) ? textOf(value) : '')

function textsOf({ messages, system }: CountRequest): readonly string[] {
  const texts = messages.map((message) => textOf(message.content))
  return system === undefined ? texts : [...texts, textOf(system)]
}

const textOf = (value: Content): string =>
  typeof value === 'string' ? value : value.map(({ text, content: inner }) => text ?? resultText(inner)).join('')
