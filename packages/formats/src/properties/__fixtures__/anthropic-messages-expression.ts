import * as fc from 'fast-check'
import { anthropicMessages } from '../../anthropic-messages/codec.js'
import type { AssistantBlock, CacheMark, ReasoningBlock, UserBlock } from '../../model/block.js'
import type { ReasoningRequest, ToolChoice } from '../../model/conversation.js'
import type { Expression } from './expression.js'
import {
  base64,
  count,
  fraction,
  functionCall,
  inlineImage,
  linkedImage,
  name,
  pdf,
  schema,
  text,
  tools,
  withChoice,
  words,
} from './words.js'

const origin = 'anthropic-messages' as const

const cache: fc.Arbitrary<{ readonly cache?: CacheMark }> = fc.constantFrom(
  {},
  { cache: {} },
  { cache: { ttlSeconds: 300 } },
  { cache: { ttlSeconds: 3600 } },
)
const markedText = fc.tuple(text, cache).map(([block, mark]) => ({ ...block, ...mark }))

const thought: fc.Arbitrary<ReasoningBlock> = fc.tuple(words, base64).map(([said, data]) => ({
  type: 'reasoning',
  texts: [said],
  seal: { origin, data, texts: [said] },
}))
const hiddenThought: fc.Arbitrary<ReasoningBlock> = base64.map((data) => ({
  type: 'reasoning',
  texts: [],
  seal: { origin, data, isRedacted: true },
  isRedacted: true,
}))
const assistantBlock: fc.Arbitrary<AssistantBlock> = fc.oneof(text, thought, hiddenThought, functionCall)

const userBlock: fc.Arbitrary<UserBlock> = fc.oneof(
  markedText,
  inlineImage,
  linkedImage,
  fc.tuple(pdf, words, cache).map(([block, title, mark]) => ({ ...block, name: title, ...mark })),
  words.map((content) => ({ type: 'document' as const, media: { kind: 'text' as const, text: content } })),
  name.map((id) => ({ type: 'image' as const, media: { kind: 'file' as const, id, dialect: origin } })),
)

const reasoning: fc.Arbitrary<ReasoningRequest> = fc.oneof(
  fc.constant({ effort: 'none' as const }),
  fc.record({ budgetTokens: count, show: fc.boolean() }, { requiredKeys: ['budgetTokens'] }),
  fc.record(
    {
      isAdaptive: fc.constant(true as const),
      effort: fc.constantFrom('low', 'medium', 'high', 'max'),
      show: fc.boolean(),
    },
    { requiredKeys: ['isAdaptive'] },
  ),
)

const toolChoice: fc.Arbitrary<ToolChoice> = fc.oneof(
  fc.record({ type: fc.constantFrom('auto', 'required') }),
  fc.record({ type: fc.constant('tool'), name }),
)
const choice = fc.record({ toolChoice, parallelToolCalls: fc.boolean() })
const settings = fc.record(
  {
    maxTokens: count,
    stream: fc.boolean(),
    temperature: fraction,
    topP: fraction,
    topK: count,
    stopSequences: fc.array(words, { minLength: 1, maxLength: 3 }),
    reasoning,
    output: fc.record({ type: fc.constant('json-schema'), schema, strict: fc.constant(true) }),
    userId: words,
    serviceTier: fc.constantFrom('auto', 'standard_only'),
    extras: fc.constant(new Map<string, unknown>([['context_management', { edits: [] }]])),
  },
  { requiredKeys: ['maxTokens'] },
)

export const anthropicMessagesExpression: Expression = {
  codec: anthropicMessages,
  model: 'claude-sonnet-4-5',
  systemTexts: fc.array(markedText, { maxLength: 2 }),
  hasSystemTurns: true,
  userBlock,
  assistantBlocks: fc.array(assistantBlock, { minLength: 1, maxLength: 4 }),
  result: fc
    .tuple(fc.array(fc.oneof(text, inlineImage, pdf), { maxLength: 2 }), fc.boolean())
    .map(([content, isError]) => ({ content, ...(isError && { isError }) })),
  settings: fc.tuple(settings, withChoice(tools, choice)).map(([given, chosen]) => ({ ...given, ...chosen })),
  ending: fc
    .tuple(
      fc.oneof(
        fc.record({ finish: fc.constantFrom('stop', 'length', 'refusal', 'pause', 'context-length') }),
        fc.record({ finish: fc.constant('stop-sequence'), stopSequence: words }),
      ),
      fc.record({ input: fc.constant(20_000), output: count, cacheRead: count, cacheWrite: count, reasoning: count }),
    )
    .map(([end, usage]) => ({ ...end, usage })),
  answerId: 'msg_1',
  callId: (number) => `toolu_${number}`,
}
