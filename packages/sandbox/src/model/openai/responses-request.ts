// How a request of the Responses API reads.
import * as v from 'valibot'
import { parseBody } from '../parse-body.js'
import type { Question } from '../question.js'
import { imagesOf, textOf, textParts } from './text-parts.js'

/** A message, a call, the output of a call, reasoning, …: only those with a text are read. */
const item = v.looseObject({
  type: v.optional(v.string(), 'message'),
  role: v.optional(v.picklist(['user', 'assistant', 'system', 'developer'])),
  content: v.nullish(textParts),
  output: v.optional(v.unknown()),
})

const tool = v.looseObject({ type: v.string(), name: v.optional(v.string()), parameters: v.optional(v.unknown()) })

const schema = v.looseObject({
  model: v.pipe(v.string(), v.minLength(1)),
  input: v.union([v.string(), v.pipe(v.array(item), v.minLength(1))]),
  instructions: v.nullish(v.string()),
  stream: v.nullish(v.boolean(), false),
  max_output_tokens: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1))),
  tools: v.nullish(v.array(tool), []),
  reasoning: v.nullish(v.looseObject({ summary: v.nullish(v.string()) })),
  text: v.nullish(v.looseObject({ format: v.optional(v.looseObject({ schema: v.optional(v.unknown()) })) })),
  tool_choice: v.optional(
    v.union([
      v.picklist(['none', 'auto', 'required']),
      v.looseObject({ type: v.string(), name: v.optional(v.string()) }),
    ]),
    'auto',
  ),
})

type Item = v.InferOutput<typeof item>

/** @throws ModelError 400 */
export function parseResponses(body: unknown): Question {
  const request = parseBody(schema, body)
  const items: readonly Item[] =
    typeof request.input === 'string' ? [{ type: 'message', role: 'user', content: request.input }] : request.input
  const last = items.findLast((candidate) => isOutput(candidate) || candidate.role === 'user')
  const choice = request.tool_choice
  return {
    model: request.model,
    said: { by: last !== undefined && isOutput(last) ? 'tool' : 'user', text: last === undefined ? '' : textIn(last) },
    texts: [request.instructions ?? '', ...items.map(textIn)],
    maximumTokens: request.max_output_tokens ?? undefined,
    tools: request.tools.flatMap(({ type, name, parameters }) =>
      type === 'function' && name !== undefined ? [{ name, parameters }] : [],
    ),
    toolChoice: typeof choice === 'string' ? choice : choice.name === undefined ? 'auto' : { name: choice.name },
    stream: request.stream,
    thinks: typeof request.reasoning?.summary === 'string',
    schema: request.text?.format?.schema,
    images: imagesOf(last?.content),
  }
}

const isOutput = ({ type }: Item): boolean => type === 'function_call_output'

const textIn = ({ content, output }: Item): string => (v.is(textParts, output) ? textOf(output) : textOf(content))
