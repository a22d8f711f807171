// What both dialects of OpenAI say alike.
import * as fc from 'fast-check'
import type { Answer } from '../../model/answer.js'
import type { Conversation, OutputFormat, Tool, ToolChoice } from '../../model/conversation.js'
import { count, fraction, name, schema, strictSchema, tools, words } from './words.js'

export const openaiTools: fc.Arbitrary<readonly Tool[]> = fc.oneof(
  tools,
  fc.record({ name, parameters: strictSchema, strict: fc.constant(true) }).map((tool) => [tool]),
)

export const toolChoice: fc.Arbitrary<ToolChoice> = fc.oneof(
  fc.record({ type: fc.constantFrom('auto', 'none', 'required') }),
  fc.record({ type: fc.constant('tool'), name }),
)

const outputSchema = fc.oneof(
  fc.record({ schema, strict: fc.constant(false) }, { requiredKeys: ['schema'] }),
  fc.record({ schema: strictSchema, strict: fc.constant(true) }),
)
const output: fc.Arbitrary<OutputFormat> = fc.oneof(
  fc.constant({ type: 'json' as const }),
  fc
    .tuple(outputSchema, fc.record({ name, description: words }, { requiredKeys: ['name'] }))
    .map(([format, names]) => ({ type: 'json-schema' as const, ...format, ...names })),
)

export const effort: fc.Arbitrary<'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh'> = fc.constantFrom(
  'none',
  'minimal',
  'low',
  'medium',
  'high',
  'xhigh',
)

/** None of them is needed. */
export const openaiSettings: fc.Arbitrary<Partial<Conversation>> = fc.record(
  { maxTokens: count, temperature: fraction, topP: fraction, output, userId: words },
  { requiredKeys: [] },
)

export const openaiEnding: fc.Arbitrary<Pick<Answer, 'finish' | 'usage' | 'createdAt'>> = fc.record(
  {
    finish: fc.constantFrom('stop', 'length', 'content-filter'),
    usage: fc.record({ input: count, output: count, cacheRead: count, cacheWrite: count, reasoning: count }),
    createdAt: count,
  },
  { requiredKeys: ['finish', 'usage', 'createdAt'] },
)
