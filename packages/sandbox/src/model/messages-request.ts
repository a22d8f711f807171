import * as v from 'valibot'
import { ModelError } from './anthropic-error.js'

const block = v.looseObject({ type: v.string(), text: v.optional(v.string()) })
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
})

export type CountRequest = v.InferOutput<typeof countSchema>
export type MessagesRequest = v.InferOutput<typeof messagesSchema>

/** @throws ModelError 400, naming the field as the API does (`max_tokens: …`) */
export const parseMessages = (text: string): MessagesRequest => parse(messagesSchema, text)

/** @throws ModelError 400 */
export const parseCount = (text: string): CountRequest => parse(countSchema, text)

function parse<Schema extends typeof countSchema | typeof messagesSchema>(
  schema: Schema,
  text: string,
): v.InferOutput<Schema> {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), text)
  if (!json.success) throw new ModelError(400, 'The request body is not valid JSON')
  const result = v.safeParse(schema, json.output)
  if (result.success) return result.output
  const [issue] = result.issues
  throw new ModelError(400, `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`)
}

/** The text of the last message of the user; empty when it has none. */
export function lastUserText({ messages }: CountRequest): string {
  const message = messages.findLast(({ role }) => role === 'user')
  return message === undefined ? '' : textOf(message.content)
}

/** About four characters a token, over everything that was sent; never 0. */
export function inputTokens({ messages, system }: CountRequest): number {
  const texts = messages.map((message) => textOf(message.content))
  if (system !== undefined) texts.push(textOf(system))
  return Math.max(1, Math.ceil(texts.join('\n').length / 4))
}

function textOf(value: v.InferOutput<typeof content>): string {
  return typeof value === 'string' ? value : value.map(({ text }) => text ?? '').join('')
}
