import { ObjectReader } from '../../json/object-reader.js'
import type { JsonObject } from '../../model/json.js'
import {
  done,
  equal,
  pieces,
  places,
  refuse,
  type StrictAnswer,
  type StrictProvider,
  said,
  thought,
} from './strict-provider.js'

const signature = 'EqQBCkYIBxgCKkD+signature/of=anthropic'
const redacted = 'EmwKAhgBEgy+redacted/of=anthropic'
const callId = (place: string): string => `toolu_01${place}`

const thoughts: readonly JsonObject[] = [
  { type: 'thinking', thinking: thought, signature },
  { type: 'redacted_thinking', data: redacted },
]
const firstContent: readonly JsonObject[] = [
  ...thoughts,
  { type: 'text', text: said },
  ...places.map((at) => ({ type: 'tool_use', id: callId(at), name: 'look', input: { at } })),
]

/** Anthropic: https://platform.claude.com/docs/en/build-with-claude/extended-thinking */
export const strictAnthropic: StrictProvider = {
  dialect: 'anthropic-messages',
  model: 'claude-opus-4-5',
  proofs: [signature, redacted, ...places.map(callId)],
  answer({ body }) {
    const request = new ObjectReader(body, 400)
    const messages = request.children('messages')
    const last = messages.at(-1)
    const results = blocksOf(last).filter((block) => block.string('type') === 'tool_result')
    for (const message of messages) for (const block of blocksOf(message)) checkBlock(block)
    if (results.length === 0) return answerOf(firstContent, 'tool_use')
    checkTurn(blocksOf(messages.at(-2)), results, request.optionalChild('thinking')?.string('type') === 'enabled')
    return answerOf([{ type: 'text', text: done }], 'end_turn')
  },
}

function blocksOf(message: ObjectReader | undefined): readonly ObjectReader[] {
  return Array.isArray(message?.any('content')) ? message.children('content') : []
}

function checkBlock(block: ObjectReader): void {
  const type = block.string('type')
  if (type === 'thinking' && (block.string('thinking') !== thought || block.string('signature') !== signature))
    refuse('Invalid `signature` in `thinking` block')
  if (type === 'redacted_thinking' && block.string('data') !== redacted) refuse('Invalid `data` in `redacted_thinking`')
  if (type === 'tool_use' && !/^[a-zA-Z0-9_-]+$/.test(block.string('id'))) refuse('tool_use.id must match the pattern')
}

function checkTurn(assistant: readonly ObjectReader[], results: readonly ObjectReader[], thinks: boolean): void {
  const calls = assistant.filter((block) => block.string('type') === 'tool_use').map((block) => block.string('id'))
  const answered = results.map((block) => block.string('tool_use_id'))
  if (!equal(calls, answered)) refuse('`tool_use` ids were found without `tool_result` blocks immediately after')
  const isOwn = places.some((at) => calls.includes(callId(at)))
  const begun = assistant.slice(0, thoughts.length).map(({ object }) => object)
  if (isOwn && !equal(begun, thoughts)) refuse('the turn must begin with its own thinking blocks, unmodified')
  if (isOwn && !equal(calls, places.map(callId))) refuse('its own tool calls came back changed')
  if (thinks && assistant[0]?.string('type') !== 'thinking') refuse('Expected `thinking`, but found another block')
}

const usage = { input_tokens: 20, output_tokens: 9 }

function answerOf(content: readonly JsonObject[], stop_reason: string): StrictAnswer {
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-4-5' }
  return {
    whole: { ...message, content, stop_reason, stop_sequence: null, usage },
    events: [
      { type: 'message_start', message: { ...message, content: [], stop_reason: null, stop_sequence: null, usage } },
      ...content.flatMap((block, index) => [
        { type: 'content_block_start', index, content_block: { ...block, ...emptied(block) } },
        ...deltasOf(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
        { type: 'content_block_stop', index },
      ]),
      { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage },
      { type: 'message_stop' },
    ],
  }
}

function emptied({ type }: JsonObject): JsonObject {
  if (type === 'thinking') return { thinking: '', signature: '' }
  if (type === 'text') return { text: '' }
  return type === 'tool_use' ? { input: {} } : {}
}

function deltasOf({ type, input, text }: JsonObject): readonly JsonObject[] {
  if (type === 'thinking')
    return [
      ...pieces(thought).map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature },
    ]
  if (type === 'tool_use')
    return pieces(JSON.stringify(input)).map((partial_json) => ({ type: 'input_json_delta', partial_json }))
  return type === 'text' && typeof text === 'string'
    ? pieces(text).map((part) => ({ type: 'text_delta', text: part }))
    : []
}
