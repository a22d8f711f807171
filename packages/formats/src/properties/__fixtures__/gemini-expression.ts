import * as fc from 'fast-check'
import { gemini } from '../../gemini/codec.js'
import type { AssistantBlock, Seal, UserBlock } from '../../model/block.js'
import type { Conversation, ReasoningRequest, ToolChoice } from '../../model/conversation.js'
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
  texts,
  tools,
  words,
} from './words.js'

const seal: fc.Arbitrary<Seal> = base64.map((data) => ({ origin: 'gemini', data }))
const optionalSeal = fc.option(seal, { nil: undefined }).map((value) => (value === undefined ? {} : { seal: value }))

const thought = (given: fc.Arbitrary<readonly string[]>): fc.Arbitrary<AssistantBlock> =>
  fc.tuple(given, seal).map(([thoughts, value]) => ({
    type: 'reasoning',
    texts: thoughts,
    seal: { ...value, texts: thoughts },
  }))
const shortThought = thought(fc.array(words, { maxLength: 1 }))
const call = fc.tuple(functionCall, optionalSeal).map(([block, rest]) => ({ ...block, ...rest }))

const assistantBlock: fc.Arbitrary<AssistantBlock> = fc.oneof(
  fc.tuple(text, optionalSeal).map(([block, rest]) => ({ ...block, ...rest })),
  thought(fc.oneof(texts, fc.constant([]))),
  call,
)

const userBlock: fc.Arbitrary<UserBlock> = fc.oneof(
  text,
  inlineImage,
  linkedImage.map((image) => ({ ...image, media: { ...image.media, mediaType: 'image/png' } })),
  pdf,
  words.map((content) => ({ type: 'document' as const, media: { kind: 'text' as const, text: content } })),
  base64.map((data) => ({
    type: 'audio' as const,
    media: { kind: 'base64' as const, mediaType: 'audio/wav', data },
  })),
  name.map((id) => ({
    type: 'image' as const,
    media: { kind: 'file' as const, id: `gs://bucket/${id}.png`, dialect: 'gemini' as const, mediaType: 'image/png' },
  })),
)

const reasoning: fc.Arbitrary<ReasoningRequest> = fc
  .tuple(
    fc.oneof(
      fc.record({ effort: fc.constantFrom('minimal', 'low', 'medium', 'high') }),
      fc.record({ budgetTokens: count }),
      fc.constant({ isAdaptive: true as const }),
    ),
    fc.record({ show: fc.boolean() }, { requiredKeys: [] }),
  )
  .map(([amount, show]) => ({ ...amount, ...show }))

const toolChoice: fc.Arbitrary<ToolChoice> = fc.oneof(
  fc.record({ type: fc.constantFrom('auto', 'none', 'required') }),
  fc.record({ type: fc.constant('tool'), name }),
  fc.record({
    type: fc.constant('allowed'),
    names: fc.array(name, { minLength: 2, maxLength: 3 }),
    required: fc.boolean(),
  }),
)

const stream: fc.Arbitrary<Partial<Conversation>> = fc.constantFrom<Partial<Conversation>>(
  { stream: false },
  { stream: true, wantsStreamUsage: true },
  { stream: true, wantsStreamUsage: true, streamFormat: 'json-array' },
)

const settings = fc.record(
  {
    tools,
    toolChoice,
    maxTokens: count,
    temperature: fraction,
    topP: fraction,
    topK: count,
    stopSequences: fc.array(words, { maxLength: 3 }),
    presencePenalty: fraction,
    frequencyPenalty: fraction,
    seed: fc.integer(),
    count: fc.constant(1),
    reasoning,
    output: fc.oneof(fc.constant({ type: 'json' as const }), fc.record({ type: fc.constant('json-schema'), schema })),
    serviceTier: fc.constantFrom('flex', 'priority'),
    extras: fc.constant(
      new Map<string, unknown>([
        ['safetySettings', [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'OFF' }]],
        ['generationConfig.responseModalities', ['TEXT']],
      ]),
    ),
  },
  { requiredKeys: [] },
)

export const geminiExpression: Expression = {
  codec: gemini,
  model: 'gemini-3-flash',
  systemTexts: fc.array(text, { maxLength: 2 }),
  hasSystemTurns: false,
  userBlock,
  assistantBlocks: fc.array(assistantBlock, { minLength: 1, maxLength: 4 }),
  // Texts that follow each other are one, and a seal of one comes after it.
  streamBlocks: fc
    .tuple(
      fc.array(shortThought, { maxLength: 1 }),
      fc.array(text, { maxLength: 1 }),
      fc.array(call, { minLength: 1, maxLength: 3 }),
    )
    .map((parts) => parts.flat()),
  result: fc
    .tuple(fc.array(text, { maxLength: 1 }), fc.array(fc.oneof(inlineImage, pdf), { maxLength: 2 }), fc.boolean())
    .map(([said, media, isError]) => ({ content: [...said, ...media], ...(isError && { isError }) })),
  settings: fc.tuple(settings, stream).map(([given, streaming]) => ({ ...given, ...streaming })),
  ending: fc.record(
    {
      finish: fc.constantFrom('stop', 'length', 'content-filter'),
      usage: fc
        .tuple(count, count, fc.record({ cacheRead: count, reasoning: fc.constant(9) }, { requiredKeys: [] }))
        .map(([input, output, rest]) => ({ input, output, ...rest })),
    },
    { requiredKeys: ['finish'] },
  ),
  answerId: 'answer_1',
  callId: (number) => `call_${number}`,
}
