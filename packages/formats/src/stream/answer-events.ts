import type { Answer, AnswerEvent, BlockStart } from '../model/answer.js'
import type { AssistantBlock, Seal } from '../model/block.js'

/** A whole answer as the events that it would have come in, so that one renderer can make both. */
export function answerEvents(answer: Answer): readonly AnswerEvent[] {
  const { id, model, blocks, createdAt, usage, finish, stopSequence } = answer
  return [
    { type: 'start', id, model, ...(createdAt !== undefined && { createdAt }) },
    ...blocks.flatMap((block, index) => blockEvents(block, index)),
    {
      type: 'finish',
      reason: finish,
      ...(stopSequence !== undefined && { stopSequence }),
      ...(usage !== undefined && { usage }),
    },
  ]
}

function blockEvents(block: AssistantBlock, index: number): readonly AnswerEvent[] {
  const seal = sealOf(block)
  return [
    { type: 'block-start', index, block: startOfBlock(block) },
    ...deltasOf(block, index),
    { type: 'block-stop', index, ...(seal !== undefined && { seal }) },
  ]
}

/** What a block begins as in a stream. */
export function startOfBlock(block: AssistantBlock): BlockStart {
  switch (block.type) {
    case 'tool-call': {
      const { id, name, isFreeForm } = block
      return { type: 'tool-call', id, name, ...(isFreeForm && { isFreeForm }) }
    }
    case 'reasoning':
      return { type: 'reasoning', ...(block.isRedacted && { isRedacted: block.isRedacted }) }
    case 'opaque':
      return { type: 'opaque', block }
    case 'text':
    case 'refusal':
    default:
      return { type: block.type }
  }
}

function deltasOf(block: AssistantBlock, index: number): readonly AnswerEvent[] {
  if (block.type === 'reasoning') return block.texts.map((text, part) => ({ type: 'delta', index, text, part }))
  if (block.type === 'opaque') return []
  const text = block.type === 'tool-call' ? block.arguments : block.text
  return text === '' ? [] : [{ type: 'delta', index, text }]
}

function sealOf(block: AssistantBlock): Seal | undefined {
  return 'seal' in block ? block.seal : undefined
}
