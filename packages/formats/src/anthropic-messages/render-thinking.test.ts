import { describe, expect, test } from 'vitest'
import { plain } from '../__fixtures__/field-samples.js'
import type { AssistantBlock } from '../model/block.js'
import type { Conversation, ReasoningRequest } from '../model/conversation.js'
import { NotesCollector } from '../notes-collector.js'
import { renderRequest } from './render-request.js'

function render(
  reasoning: ReasoningRequest,
  model: string,
  parts: Partial<Conversation> = {},
): { readonly thinking: unknown; readonly config: unknown; readonly dropped: readonly string[] } {
  const notes = new NotesCollector()
  const { body } = renderRequest({ ...plain('openai-responses', model), ...parts, reasoning }, notes)
  return { thinking: body['thinking'], config: body['output_config'], dropped: notes.dropped }
}

const budget = (tokens: number): unknown => ({ type: 'enabled', budget_tokens: tokens })
const adaptive = { type: 'adaptive' }

describe('thinking', () => {
  test.each<[string, ReasoningRequest, unknown, unknown, readonly string[]]>([
    ['claude-3-5-sonnet-20241022', { effort: 'high' }, undefined, undefined, ['effort']],
    ['claude-3-7-sonnet-20250219', { effort: 'minimal' }, budget(1024), undefined, []],
    ['claude-sonnet-4-20250514', { effort: 'high' }, budget(20_480), undefined, []],
    ['claude-opus-4-5-20251101', { effort: 'xhigh' }, budget(24_000), undefined, []],
    ['claude-sonnet-4-6', { effort: 'xhigh' }, adaptive, { effort: 'high' }, []],
    ['claude-sonnet-4-6', { budgetTokens: 5000 }, budget(5000), undefined, []],
    [
      'claude-opus-4-7',
      { effort: 'xhigh', show: true },
      { ...adaptive, display: 'summarized' },
      { effort: 'xhigh' },
      [],
    ],
    ['claude-opus-5-5', { budgetTokens: 5000 }, adaptive, { effort: 'medium' }, []],
    ['anthropic/claude-4.7-opus', { effort: 'minimal' }, adaptive, { effort: 'low' }, []],
    ['claude-mythos-preview', { isAdaptive: true }, adaptive, undefined, []],
    ['deepseek/deepseek-r2', { effort: 'low' }, budget(4096), undefined, []],
    ['claude-opus-4-6', { effort: 'none' }, undefined, undefined, []],
    ['claude-sonnet-5', { effort: 'none' }, { type: 'disabled' }, undefined, []],
    ['claude-fable-5', { budgetTokens: 0 }, undefined, undefined, ['effort']],
  ])('%s with %j', (model, reasoning, thinking, config, dropped) => {
    expect(render(reasoning, model)).toEqual({ thinking, config, dropped })
  })

  test('leaves room for the answer, or does not happen', () => {
    expect(render({ effort: 'high' }, 'claude-sonnet-4-5', { maxTokens: 4000 }).thinking).toEqual(budget(3000))
    expect(render({ effort: 'high' }, 'claude-sonnet-4-5', { maxTokens: 1000 })).toMatchObject({
      thinking: undefined,
      dropped: ['effort'],
    })
  })

  test('does not go with a forced call, nor with sampling', () => {
    const tools = [{ name: 'look' }]
    expect(render({ effort: 'low' }, 'claude-sonnet-4-5', { tools, toolChoice: { type: 'required' } })).toMatchObject({
      thinking: undefined,
      dropped: ['effort'],
    })
    expect(render({ effort: 'low' }, 'claude-sonnet-4-5', { temperature: 0.2 }).dropped).toEqual(['temperature'])
  })
})

function turns(...blocks: readonly AssistantBlock[]): Partial<Conversation> {
  return {
    turns: [
      { role: 'user', blocks: [{ type: 'text', text: 'Hello' }] },
      { role: 'assistant', blocks },
      { role: 'user', blocks: [{ type: 'tool-result', callId: 'a', content: [] }] },
    ],
  }
}

describe('a turn of calls whose thoughts are lost', () => {
  const call = { type: 'tool-call', id: 'a', name: 'look', arguments: '{}' } as const
  const foreign = { type: 'reasoning', texts: ['Hm'], seal: { origin: 'openai-responses', data: 'x' } } as const
  const own = { type: 'reasoning', texts: ['Hm'], seal: { origin: 'anthropic-messages', data: 'x' } } as const

  test('is answered without thinking where a budget asks for them', () => {
    expect(render({ effort: 'low' }, 'claude-sonnet-4-5', turns(foreign, call))).toEqual({
      thinking: undefined,
      config: undefined,
      dropped: ['foreignReasoning', 'reasoning'],
    })
    expect(render({ effort: 'low' }, 'claude-sonnet-4-5', turns(own, call)).thinking).toEqual(budget(4096))
    expect(render({ effort: 'low' }, 'claude-opus-5', turns(call)).thinking).toEqual(adaptive)
  })
})
