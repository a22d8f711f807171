// For each field of the table a small conversation that uses it, from a client of another dialect than the target's.
import type { ConversationField } from '../fields/conversation-field.js'
import type { AssistantBlock, UserBlock } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { Dialect } from '../model/dialect.js'

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** @param target whose renderer will be asked */
export function fieldSample(field: ConversationField, target: Dialect, model: string): Conversation {
  const origin: Dialect = target === 'openai-chat' ? 'anthropic-messages' : 'openai-chat'
  return { ...plain(origin, model), ...additions(field, origin, target) }
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

function additions(field: ConversationField, origin: Dialect, target: Dialect): Partial<Conversation> {
  const image = { kind: 'base64', mediaType: 'image/png', data: pixel } as const
  const schema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'], additionalProperties: false }
  switch (field) {
    case 'system':
      return { system: [{ type: 'text', text: 'Be brief' }] }
    case 'systemBetweenTurns':
      return {
        turns: [
          { role: 'user', blocks: [{ type: 'text', text: 'Hello' }] },
          { role: 'assistant', blocks: [{ type: 'text', text: 'Hi' }] },
          { role: 'system', blocks: [{ type: 'text', text: 'Be brief' }] },
          { role: 'user', blocks: [{ type: 'text', text: 'Go on' }] },
        ],
      }
    case 'image':
      return says({ type: 'image', media: image })
    case 'imageUrl':
      return says({ type: 'image', media: { kind: 'url', url: 'https://example.com/a.png', mediaType: 'image/png' } })
    case 'document':
      return says({
        type: 'document',
        name: 'a.pdf',
        media: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' },
      })
    case 'documentUrl':
      return says({
        type: 'document',
        media: { kind: 'url', url: 'https://example.com/a.pdf', mediaType: 'application/pdf' },
      })
    case 'file':
      return says({ type: 'image', media: { kind: 'file', id: 'file_1', dialect: origin } })
    case 'audio':
      return says({ type: 'audio', media: { kind: 'base64', mediaType: 'audio/wav', data: 'UklGRg==' } })
    case 'toolCall':
      return returned({ content: [{ type: 'text', text: 'found' }] })
    case 'freeFormTool':
      return { tools: [{ name: 'patch', isFreeForm: true }] }
    case 'hostedTool':
      return { tools: [{ hosted: { dialect: origin, name: 'web_search', json: { type: 'web_search' } } }] }
    case 'strictTool':
      return { tools: [{ name: 'look', parameters: schema, strict: true }] }
    case 'schemaKeywords':
      return {
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
      }
    case 'toolResultImage':
      return returned({ content: [{ type: 'image', media: image }] })
    case 'toolResultError':
      return returned({ content: [{ type: 'text', text: 'not found' }], isError: true })
    case 'reasoning':
      return said(
        { type: 'reasoning', texts: ['Hm'], seal: { origin: target, data: 'c2VhbA==', id: 'rs_1', texts: ['Hm'] } },
        { type: 'text', text: 'Hi' },
      )
    case 'foreignReasoning':
      return said(
        { type: 'reasoning', texts: ['Hm'], seal: { origin, data: 'c2VhbA==', texts: ['Hm'] } },
        { type: 'text', text: 'Hi' },
      )
    case 'refusal':
      return said({ type: 'refusal', text: 'I cannot' })
    case 'citations':
      return said({
        type: 'text',
        text: 'Hi',
        citations: { dialect: origin, name: 'citations', json: [{ type: 'x' }] },
      })
    case 'cacheMark':
      return says({ type: 'text', text: 'Hello', cache: {} })
    case 'toolChoice':
      return { tools: [tool], toolChoice: { type: 'tool', name: 'look' } }
    case 'allowedTools':
      return { tools: [tool, { name: 'other' }], toolChoice: { type: 'allowed', names: ['look'], required: false } }
    case 'parallelToolCalls':
      return { tools: [tool], parallelToolCalls: false }
    case 'effort':
      return { reasoning: { effort: 'low' } }
    case 'budgetTokens':
      return { reasoning: { budgetTokens: 2048 } }
    case 'jsonOutput':
      return { output: { type: 'json' } }
    case 'jsonSchema':
      return { output: { type: 'json-schema', name: 'answer', schema, strict: true } }
    case 'streamUsage':
      return { stream: true, wantsStreamUsage: true }
    case 'extras':
      return { extras: new Map([['logit_bias', { 1: 2 }]]) }
    default:
      return { [field]: scalars[field] }
  }
}

const scalars = {
  maxTokens: 4096,
  temperature: 0.5,
  topP: 0.9,
  topK: 40,
  stopSequences: ['END'],
  presencePenalty: 0.5,
  frequencyPenalty: 0.5,
  seed: 7,
  count: 2,
  verbosity: 'low',
  userId: 'user-1',
  cacheKey: 'key-1',
  serviceTier: 'auto',
} as const
