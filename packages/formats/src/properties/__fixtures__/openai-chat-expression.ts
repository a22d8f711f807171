import * as fc from 'fast-check'
import type { AssistantBlock, ReasoningBlock, UserBlock } from '../../model/block.js'
import type { Conversation } from '../../model/conversation.js'
import { openaiChat } from '../../openai-chat/codec.js'
import type { Expression } from './expression.js'
import { effort, openaiEnding, openaiSettings, openaiTools, toolChoice } from './openai-words.js'
import {
  base64,
  fraction,
  functionCall,
  inlineImage,
  linkedImage,
  name,
  pdf,
  text,
  withChoice,
  words,
} from './words.js'

const origin = 'openai-chat'

const thought: fc.Arbitrary<ReasoningBlock> = words.map((said) => ({
  type: 'reasoning',
  texts: [said],
  seal: { origin, data: '{"field":"reasoning_content"}', texts: [said] },
}))
const refusal: fc.Arbitrary<AssistantBlock> = fc.record({ type: fc.constant('refusal'), text: words })
const upTo = <T>(most: number, block: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc.array(block, { maxLength: most })
/** A message has one of each, in this order. */
const blocks = (refusals: number): fc.Arbitrary<readonly AssistantBlock[]> =>
  fc
    .tuple(
      upTo(1, thought),
      fc.array(text, { minLength: 1, maxLength: 1 }),
      upTo(refusals, refusal),
      upTo(3, functionCall),
    )
    .map((parts) => parts.flat())

const image = fc
  .tuple(
    fc.oneof(inlineImage, linkedImage),
    fc.constantFrom({}, { detail: 'low' as const }, { detail: 'high' as const }),
  )
  .map(([block, detail]) => ({ ...block, ...detail }))
const audio: fc.Arbitrary<UserBlock> = base64.map((data) => ({
  type: 'audio',
  media: { kind: 'base64', mediaType: 'audio/wav', data },
}))
const userBlock: fc.Arbitrary<UserBlock> = fc.oneof(
  image,
  audio,
  fc.tuple(pdf, name).map(([block, title]) => ({ ...block, name: `${title}.pdf` })),
)

const settings = fc.record(
  {
    stopSequences: fc.array(words, { minLength: 1, maxLength: 3 }),
    presencePenalty: fraction,
    frequencyPenalty: fraction,
    seed: fc.integer(),
    reasoning: fc.record({ effort }),
    extras: fc.constant(new Map<string, unknown>([['logit_bias', { 1: 2 }]])),
  },
  { requiredKeys: [] },
)
const choice = fc.record({ toolChoice, parallelToolCalls: fc.constant(false) }, { requiredKeys: [] })
const stream = fc.constantFrom<Partial<Conversation>>({ stream: false }, { stream: true, wantsStreamUsage: true })

export const openaiChatExpression: Expression = {
  codec: openaiChat,
  model: 'my-deployment',
  systemTexts: upTo(1, text),
  hasSystemTurns: true,
  userBlock,
  assistantBlocks: blocks(1),
  answerBlocks: blocks(0),
  result: upTo(1, text).map((content) => ({ content })),
  settings: fc
    .tuple(openaiSettings, settings, withChoice(openaiTools, choice), stream)
    .map(([common, given, chosen, streaming]) => ({ ...common, ...given, ...chosen, ...streaming })),
  ending: openaiEnding,
  answerId: 'chatcmpl-1',
  callId: (number) => `call_${number}`,
}
