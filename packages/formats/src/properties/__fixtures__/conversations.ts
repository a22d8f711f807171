import * as fc from 'fast-check'
import type { Answer } from '../../model/answer.js'
import type { AssistantBlock, ToolResultBlock, UserBlock } from '../../model/block.js'
import type { Conversation, Turn } from '../../model/conversation.js'
import type { Expression } from './expression.js'

/** The word JSON is in it: some APIs want it said where the output is to be that. */
const opening: UserBlock = { type: 'text', text: 'Answer, in JSON or not' }

/** Valid conversations of a dialect: turns take turns, calls have unique ids, each call has its result next. */
export function conversationsOf(expression: Expression): fc.Arbitrary<Conversation> {
  const { codec, model, systemTexts, settings } = expression
  return fc.tuple(settings, systemTexts, turnsOf(expression)).map(([given, system, turns]) => ({
    origin: codec.dialect,
    model,
    stream: false,
    tools: [],
    extras: new Map(),
    system,
    turns,
    ...given,
  }))
}

interface Exchange {
  readonly said: readonly AssistantBlock[]
  readonly results: readonly Pick<ToolResultBlock, 'content' | 'isError'>[]
  readonly asked: readonly UserBlock[]
  readonly instructions: string | undefined
}

function turnsOf({
  userBlock,
  assistantBlocks,
  result,
  hasSystemTurns,
  callId,
}: Expression): fc.Arbitrary<readonly Turn[]> {
  const exchange: fc.Arbitrary<Exchange> = fc.record({
    said: assistantBlocks,
    results: fc.array(result, { minLength: 4, maxLength: 4 }),
    asked: fc.array(userBlock, { minLength: 1, maxLength: 2 }),
    instructions: hasSystemTurns
      ? fc.option(fc.constant('Be kind.'), { nil: undefined, freq: 4 })
      : fc.constant(undefined),
  })
  return fc.array(exchange, { maxLength: 3 }).map((exchanges) => {
    let calls = 0
    const turns = exchanges.flatMap(({ said, results, asked, instructions }): readonly Turn[] => {
      const first = calls
      const blocks = said.map((block) => (block.type === 'tool-call' ? { ...block, id: callId(calls++) } : block))
      const answered = results
        .slice(0, calls - first)
        .map((each, index): UserBlock => ({ type: 'tool-result', callId: callId(first + index), ...each }))
      const system: readonly Turn[] =
        instructions === undefined ? [] : [{ role: 'system', blocks: [{ type: 'text', text: instructions }] }]
      return [{ role: 'assistant', blocks }, { role: 'user', blocks: [...answered, ...asked] }, ...system]
    })
    return [{ role: 'user', blocks: [opening] }, ...turns]
  })
}

/** Answers of a dialect that come as a stream. */
export function streamsOf(expression: Expression): fc.Arbitrary<Answer> {
  const { streamBlocks } = expression
  return answersOf(streamBlocks === undefined ? expression : { ...expression, answerBlocks: streamBlocks })
}

/** Answers of a dialect. One with calls that would have stopped has stopped for them. */
export function answersOf(expression: Expression): fc.Arbitrary<Answer> {
  const { assistantBlocks, answerBlocks = assistantBlocks, ending, answerId, callId } = expression
  return fc.tuple(answerBlocks, ending).map(([said, end]) => {
    const blocks = said.map((block, index) => (block.type === 'tool-call' ? { ...block, id: callId(index) } : block))
    const hasCalls = blocks.some(({ type }) => type === 'tool-call')
    const finish = hasCalls && end.finish === 'stop' ? 'tool-calls' : end.finish
    return { id: answerId, model: 'the-model', blocks, ...end, finish }
  })
}
