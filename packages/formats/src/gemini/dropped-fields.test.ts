// The renderer and its column of the table agree: what the table calls dropped is named, the rest is not.
import { expect, test } from 'vitest'
import type { ConversationField } from '../fields/conversation-field.js'
import { geminiFields } from '../fields/gemini-fields.js'
import { FormatError } from '../format-error.js'
import type { AssistantBlock, UserBlock } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import { NotesCollector } from '../notes-collector.js'
import { renderRequest } from './render-request.js'

const image = (media: Extract<UserBlock, { type: 'image' }>['media']): UserBlock => ({ type: 'image', media })
const png = { kind: 'base64', mediaType: 'image/png', data: 'iVBO' } as const
const url = { kind: 'url', url: 'https://example.test/a.png' } as const
const text = (value: string) => ({ type: 'text', text: value }) as const
const user = (...blocks: readonly UserBlock[]): Partial<Conversation> => ({ turns: [{ role: 'user', blocks }] })
const assistant = (...blocks: readonly AssistantBlock[]): Partial<Conversation> => ({
  turns: [{ role: 'assistant', blocks }],
})
const call: AssistantBlock = { type: 'tool-call', id: 'a', name: 'f', arguments: '{}' }
const result = (rest: Partial<Extract<UserBlock, { type: 'tool-result' }>>): Partial<Conversation> => ({
  turns: [
    { role: 'assistant', blocks: [call] },
    { role: 'user', blocks: [{ type: 'tool-result', callId: 'a', content: [], ...rest }] },
  ],
})
const tool = { name: 'f', parameters: { type: 'object', properties: { a: { type: 'string' } } } }
const schema = (parameters: object) => ({ tools: [{ name: 'f', parameters: { type: 'object', ...parameters } }] })

/** A request that says each of the fields. */
const examples: Readonly<Record<ConversationField, Partial<Conversation>>> = {
  system: { system: [text('Be brief.')] },
  systemBetweenTurns: { turns: [{ role: 'system', blocks: [text('Be kind.')] }] },
  image: user(image(png)),
  imageUrl: user(image(url)),
  document: user({ type: 'document', media: { ...png, mediaType: 'application/pdf' } }),
  documentUrl: user({ type: 'document', media: url }),
  file: user(image({ kind: 'file', dialect: 'anthropic-messages', id: 'file_1' })),
  audio: user({ type: 'audio', media: { ...png, mediaType: 'audio/wav' } }),
  toolCall: assistant(call),
  freeFormTool: { tools: [{ name: 'f', isFreeForm: true }] },
  hostedTool: { tools: [{ hosted: { dialect: 'openai-responses', name: 'web_search', json: {} } }] },
  strictTool: { tools: [{ ...tool, strict: true }] },
  schemaKeywords: schema({ properties: { a: { type: 'string', not: {} } } }),
  toolResultImage: result({ content: [{ type: 'image', media: png }] }),
  toolResultError: result({ content: [text('broken')], isError: true }),
  reasoning: { reasoning: { effort: 'low', show: true } },
  foreignReasoning: assistant({ type: 'reasoning', texts: ['x'], seal: { origin: 'openai-responses', data: 'x' } }),
  refusal: assistant({ type: 'refusal', text: 'No.' }),
  citations: assistant({ ...text('x'), citations: { dialect: 'openai-responses', name: 'annotations', json: [] } }),
  cacheMark: { system: [{ ...text('Be brief.'), cache: {} }] },
  toolChoice: { tools: [tool], toolChoice: { type: 'required' } },
  allowedTools: { tools: [tool], toolChoice: { type: 'allowed', names: ['f'], required: false } },
  parallelToolCalls: { parallelToolCalls: false },
  maxTokens: { maxTokens: 1 },
  temperature: { temperature: 1 },
  topP: { topP: 1 },
  topK: { topK: 1 },
  stopSequences: { stopSequences: ['x'] },
  presencePenalty: { presencePenalty: 1 },
  frequencyPenalty: { frequencyPenalty: 1 },
  seed: { seed: 1 },
  count: { count: 2 },
  effort: { reasoning: { effort: 'high' } },
  budgetTokens: { reasoning: { budgetTokens: 1024 } },
  jsonOutput: { output: { type: 'json' } },
  jsonSchema: { output: { type: 'json-schema', schema: { type: 'object' } } },
  verbosity: { verbosity: 'low' },
  userId: { userId: 'somebody' },
  cacheKey: { cacheKey: 'here' },
  serviceTier: { serviceTier: 'flex' },
  streamUsage: { stream: true, wantsStreamUsage: true },
  extras: { extras: new Map([['other', 1]]) },
}

const plain: Conversation = {
  origin: 'openai-chat',
  model: 'gemini-3-flash',
  stream: false,
  system: [],
  turns: [],
  tools: [],
  extras: new Map(),
}

test.each(Object.entries(geminiFields))('%s', (field, { rule }) => {
  const example = Object.entries(examples).find(([name]) => name === field)?.[1]
  const notes = new NotesCollector()
  const render = () => renderRequest({ ...plain, ...example }, notes)
  if (rule === 'refused') {
    expect(render).toThrow(FormatError)
    return
  }
  const rendered = render()
  expect(notes.dropped).toEqual(rule === 'dropped' ? [field] : [])
  if (rule !== 'dropped') expect(rendered).not.toEqual(renderRequest(plain, notes))
})
