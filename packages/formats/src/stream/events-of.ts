import type { Answer, AnswerEvent, BlockStart } from '../model/answer.js'
import type { AssistantBlock } from '../model/block.js'

/** A whole answer as the stream that would have brought it, for clients that asked for one. */
export function eventsOf(answer: Answer): readonly AnswerEvent[] {
  const { id, model, createdAt, usage, finish, stopSequence } = answer
  return [
    {
      type: 'start',
      id,
      model,
      ...(createdAt !== undefined && { createdAt }),
      ...(usage !== undefined && { usage }),
    },
    ...answer.blocks.flatMap((block, index) => blockEvents(block, index)),
    {
      type: 'finish',
      reason: finish,
      ...(stopSequence !== undefined && { stopSequence }),
      ...(usage !== undefined && { usage }),
    },
  ]
}

function blockEvents(block: AssistantBlock, index: number): readonly AnswerEvent[] {
  const seal = 'seal' in block && block.seal !== undefined ? { seal: block.seal } : {}
  const citations = block.type === 'text' && block.citations !== undefined ? { citations: block.citations } : {}
  return [
    { type: 'block-start', index, block: startOf(block) },
    ...deltas(block, index),
    { type: 'block-stop', index, ...seal, ...citations },
  ]
}

/** What a block begins as. */
export function startOf(block: AssistantBlock): BlockStart {
  switch (block.type) {
    case 'text':
    case 'refusal':
      return { type: block.type }
    case 'reasoning':
      return block.isRedacted === true ? { type: 'reasoning', isRedacted: true } : { type: 'reasoning' }
    case 'tool-call':
      return {
        type: 'tool-call',
        id: block.id,
        name: block.name,
        ...(block.isFreeForm === true && { isFreeForm: true }),
        ...(block.seal !== undefined && { seal: block.seal }),
      }
    case 'opaque':
      return { type: 'opaque', block }
  }
}

function deltas(block: AssistantBlock, index: number): readonly AnswerEvent[] {
  switch (block.type) {
    case 'text':
    case 'refusal':
      return delta(index, block.text)
    case 'tool-call':
      return delta(index, block.arguments)
    case 'reasoning':
      return block.texts.flatMap((text, part) => delta(index, text, part))
    case 'opaque':
      return []
  }
}

function delta(index: number, text: string, part?: number): readonly AnswerEvent[] {
  return text === '' ? [] : [{ type: 'delta', index, text, ...(part !== undefined && { part }) }]
}
