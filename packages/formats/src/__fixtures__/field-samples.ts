// For each field of the table a small conversation that uses it, from a client of another dialect than the target's.
import type { ConversationField } from '../fields/conversation-field.js'
import type { AssistantBlock, UserBlock } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { Dialect } from '../model/dialect.js'

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** @param target whose renderer will be asked */
export function fieldSample(field: ConversationField, target: Dialect, model: string): Conversation {
  const origin: Dialect = target === 'openai-chat' ? 'anthropic-messages' : 'openai-chat'
  return { ...plain(origin, model), ...samples[field](origin, target) }
}

export function plain(origin: Dialect, model: string): Conversation {
  return {
    origin,
    model,
    stream: false,
    system: [],
    turns: [{ role: 'user', blocks: [{ type: 'text', text: 'Which tool is best?' }] }],
    tools: [],
    extras: new Map(),
  }
}

const tool = { name: 'look', parameters: { type: 'object', properties: { at: { type: 'string' } } } } as const
const call = { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{"at":"it"}' } as const

function says(...blocks: readonly UserBlock[]): Partial<Conversation> {
  return { turns: [{ role: 'user', blocks }] }
}

function said(...blocks: readonly AssistantBlock[]): Partial<Conversation> {
  return {
    turns: [
      { role: 'user', blocks: [{ type: 'text', text: 'Hello' }] },
      { role: 'assistant', blocks },
      { role: 'user', blocks: [{ type: 'text', text: 'Go on' }] },
    ],
  }
}

function returned(result: Omit<Extract<UserBlock, { type: 'tool-result' }>, 'type' | 'callId'>): Partial<Conversation> {
  return {
    tools: [tool],
    turns: [
      { role: 'user', blocks: [{ type: 'text', text: 'Hello' }] },
      { role: 'assistant', blocks: [call] },
      { role: 'user', blocks: [{ type: 'tool-result', callId: 'call_1', ...result }] },
    ],
  }
}

const image = { kind: 'base64', mediaType: 'image/png', data: pixel } as const
const schema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'], additionalProperties: false }

const samples: Readonly<Record<ConversationField, (origin: Dialect, target: Dialect) => Partial<Conversation>>> = {
  system: () => ({ system: [{ type: 'text', text: 'Be brief' }] }),
  systemBetweenTurns: () => ({
    turns: [
      { role: 'user', blocks: [{ type: 'text', text: 'Hello' }] },
      { role: 'assistant', blocks: [{ type: 'text', text: 'Hi' }] },
      { role: 'system', blocks: [{ type: 'text', text: 'Be brief' }] },
      { role: 'user', blocks: [{ type: 'text', text: 'Go on' }] },
    ],
  }),
  image: () => says({ type: 'image', media: image }),
  imageUrl: () =>
    says({ type: 'image', media: { kind: 'url', url: 'https://example.com/a.png', mediaType: 'image/png' } }),
  document: () =>
    says({
      type: 'document',
      name: 'a.pdf',
      media: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' },
    }),
  documentUrl: () =>
    says({
      type: 'document',
      media: { kind: 'url', url: 'https://example.com/a.pdf', mediaType: 'application/pdf' },
    }),
  file: (origin) => says({ type: 'image', media: { kind: 'file', id: 'file_1', dialect: origin } }),
  audio: () => says({ type: 'audio', media: { kind: 'base64', mediaType: 'audio/wav', data: 'UklGRg==' } }),
  toolCall: () => returned({ content: [{ type: 'text', text: 'found' }] }),
  freeFormTool: () => ({ tools: [{ name: 'patch', isFreeForm: true }] }),
  hostedTool: (origin) => ({
    tools: [{ hosted: { dialect: origin, name: 'web_search', json: { type: 'web_search' } } }],
  }),
  strictTool: () => ({ tools: [{ name: 'look', parameters: schema, strict: true }] }),
  schemaKeywords: () => ({
    tools: [
      {
        name: 'look',
        parameters: {
          type: 'object',
          properties: { n: { type: 'number', multipleOf: 3, not: { const: 6 } } },
          unevaluatedProperties: false,
        },
      },
    ],
  }),
  toolResultImage: () => returned({ content: [{ type: 'image', media: image }] }),
  toolResultError: () => returned({ content: [{ type: 'text', text: 'not found' }], isError: true }),
  reasoning: (_, target) =>
    said(
      { type: 'reasoning', texts: ['Hm'], seal: { origin: target, data: 'c2VhbA==', id: 'rs_1', texts: ['Hm'] } },
      { type: 'text', text: 'Hi' },
    ),
  foreignReasoning: (origin) =>
    said(
      { type: 'reasoning', texts: ['Hm'], seal: { origin, data: 'c2VhbA==', texts: ['Hm'] } },
      { type: 'text', text: 'Hi' },
    ),
  refusal: () => said({ type: 'refusal', text: 'I cannot' }),
  citations: (origin) =>
    said({
      type: 'text',
      text: 'Hi',
      citations: { dialect: origin, name: 'citations', json: [{ type: 'x' }] },
    }),
  cacheMark: () => says({ type: 'text', text: 'Hello', cache: {} }),
  toolChoice: () => ({ tools: [tool], toolChoice: { type: 'tool', name: 'look' } }),
  allowedTools: () => ({
    tools: [tool, { name: 'other' }],
    toolChoice: { type: 'allowed', names: ['look'], required: false },
  }),
  parallelToolCalls: () => ({ tools: [tool], parallelToolCalls: false }),
  effort: () => ({ reasoning: { effort: 'low' } }),
  budgetTokens: () => ({ reasoning: { budgetTokens: 2048 } }),
  jsonOutput: () => ({ output: { type: 'json' } }),
  jsonSchema: () => ({ output: { type: 'json-schema', name: 'answer', schema, strict: true } }),
  streamUsage: () => ({ stream: true, wantsStreamUsage: true }),
  extras: () => ({ extras: new Map([['logit_bias', { 1: 2 }]]) }),
  maxTokens: () => ({ maxTokens: 4096 }),
  temperature: () => ({ temperature: 0.5 }),
  topP: () => ({ topP: 0.9 }),
  topK: () => ({ topK: 40 }),
  stopSequences: () => ({ stopSequences: ['END'] }),
  presencePenalty: () => ({ presencePenalty: 0.5 }),
  frequencyPenalty: () => ({ frequencyPenalty: 0.5 }),
  seed: () => ({ seed: 7 }),
  count: () => ({ count: 2 }),
  verbosity: () => ({ verbosity: 'low' }),
  userId: () => ({ userId: 'user-1' }),
  cacheKey: () => ({ cacheKey: 'key-1' }),
  serviceTier: () => ({ serviceTier: 'auto' }),
}
