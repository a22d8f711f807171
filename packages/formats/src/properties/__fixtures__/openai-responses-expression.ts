import * as fc from 'fast-check'
import type { AssistantBlock, ImageBlock, ReasoningBlock, ToolCallBlock, UserBlock } from '../../model/block.js'
import { openaiResponses } from '../../openai-responses/codec.js'
import type { Expression } from './expression.js'
import { effort, openaiEnding, openaiSettings, openaiTools, toolChoice } from './openai-words.js'
import { base64, functionCall, inlineImage, linkedImage, name, pdf, text, texts, withChoice, words } from './words.js'

const origin = 'openai-responses'

const image: fc.Arbitrary<ImageBlock> = fc
  .tuple(
    fc.oneof(
      inlineImage,
      linkedImage,
      name.map((id): ImageBlock => ({ type: 'image', media: { kind: 'file', id, dialect: origin } })),
    ),
    fc.constantFrom('low' as const, 'high' as const, 'auto' as const),
  )
  .map(([block, detail]) => ({ ...block, detail }))
const namedPdf = fc.tuple(pdf, name).map(([block, title]) => ({ ...block, name: `${title}.pdf` }))

const thought = (seal: fc.Arbitrary<{ readonly data: string; readonly id: string }>): fc.Arbitrary<ReasoningBlock> =>
  fc.tuple(fc.oneof(texts, fc.constant([])), seal).map(([summary, { data, id }]) => ({
    type: 'reasoning',
    texts: summary,
    seal: { origin, data, id },
  }))
const call: fc.Arbitrary<ToolCallBlock> = fc.oneof(
  functionCall,
  fc.tuple(functionCall, words).map(([block, input]) => ({ ...block, arguments: input, isFreeForm: true as const })),
)
const refusal: fc.Arbitrary<AssistantBlock> = fc.record({ type: fc.constant('refusal'), text: words })
const userBlock: fc.Arbitrary<UserBlock> = fc.oneof(text, image, namedPdf)

const freeFormTool = fc.record({ name, description: words, isFreeForm: fc.constant(true as const) })
const allTools = fc.oneof(openaiTools, fc.array(freeFormTool, { maxLength: 1 }))
const choice = fc.record({ toolChoice, parallelToolCalls: fc.boolean() }, { requiredKeys: [] })
const settings = fc.record(
  {
    stream: fc.boolean(),
    reasoning: fc.record({ effort, show: fc.constant(true) }, { requiredKeys: ['effort'] }),
    verbosity: fc.constantFrom('low', 'medium', 'high'),
    cacheKey: words,
    serviceTier: fc.constantFrom('auto', 'flex', 'priority'),
    extras: fc.constant(new Map<string, unknown>([['metadata', { topic: 'test' }]])),
  },
  { requiredKeys: [] },
)

export const openaiResponsesExpression: Expression = {
  codec: openaiResponses,
  model: 'my-deployment',
  systemTexts: fc.array(text, { maxLength: 2 }),
  hasSystemTurns: true,
  userBlock,
  assistantBlocks: fc.array(
    fc.oneof(text, refusal, call, thought(fc.record({ data: base64, id: name.map((id) => `rs_${id}`) }))),
    { minLength: 1, maxLength: 4 },
  ),
  answerBlocks: fc
    .tuple(
      fc.array(thought(fc.record({ data: base64, id: fc.constant('rs_1_0') })), { maxLength: 1 }),
      fc.array(fc.oneof(text, call), { minLength: 1, maxLength: 3 }),
    )
    .map(([thoughts, said]) => [...thoughts.map((block) => withTexts(block)), ...said]),
  result: fc.array(fc.oneof(text, image, namedPdf), { maxLength: 2 }).map((content) => ({ content })),
  settings: fc
    .tuple(openaiSettings, settings, withChoice(allTools, choice))
    .map(([common, given, chosen]) => ({ ...common, ...given, ...chosen })),
  ending: openaiEnding,
  answerId: 'resp_1',
  callId: (number) => `call_${number}`,
}

/** Of an answer the seal remembers its parts. */
function withTexts(block: ReasoningBlock): ReasoningBlock {
  const { seal, texts: summary } = block
  return seal === undefined || summary.length === 0 ? block : { ...block, seal: { ...seal, texts: summary } }
}
