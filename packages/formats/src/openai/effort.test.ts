import { expect, test } from 'vitest'
import { effortOf } from './effort.js'

test.each([
  [{ effort: 'max' }, 'gpt-5', 'high'],
  [{ effort: 'max' }, 'gpt-5.2', 'xhigh'],
  [{ effort: 'max' }, 'gpt-5.6', 'max'],
  [{ effort: 'none' }, 'gpt-5', 'minimal'],
  [{ effort: 'minimal' }, 'gpt-5.1', 'none'],
  [{ effort: 'minimal' }, 'openai/o4-mini', 'low'],
  [{ effort: 'max' }, 'my-deployment', 'max'],
  [{ budgetTokens: 1024 }, 'gpt-5.6', 'low'],
  [{ budgetTokens: 10_000 }, 'gpt-5.6', 'medium'],
  [{ budgetTokens: 32_000 }, 'gpt-5.6', 'high'],
  [{ budgetTokens: 0 }, 'gpt-5.6', 'none'],
  [{ isAdaptive: true }, 'gpt-5.6', undefined],
] as const)('%j on %s is %s', (request, model, expected) => {
  expect(effortOf(request, model)).toBe(expected)
})
