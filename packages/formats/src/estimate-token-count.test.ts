import { expect, test } from 'vitest'
import { plain } from './__fixtures__/field-samples.js'
import { estimateTokenCount } from './estimate-token-count.js'
import type { UserBlock } from './model/block.js'

function estimate(...blocks: readonly UserBlock[]): number {
  return estimateTokenCount({ ...plain('openai-chat', 'm'), turns: [{ role: 'user', blocks }] })
}

test.each([
  ['four letters a token', 'word '.repeat(1000), 1200, 1300],
  ['other scripts by the character', '漢字'.repeat(500), 600, 1000],
])('%s', (_, text, least, most) => {
  const count = estimate({ type: 'text', text })
  expect(count).toBeGreaterThan(least)
  expect(count).toBeLessThan(most)
})

test('counts images and files by their kind, not by their base64', () => {
  const media = { kind: 'base64', mediaType: 'image/png', data: 'A'.repeat(1_000_000) } as const
  expect(estimate({ type: 'image', media })).toBeLessThan(2000)
  expect(estimate({ type: 'document', media: { ...media, mediaType: 'application/pdf' } })).toBeLessThan(20_000)
})

test('counts tools and results', () => {
  const content = [{ type: 'text', text: 'x'.repeat(400) }] as const
  expect(estimate({ type: 'tool-result', callId: 'a', content })).toBeGreaterThan(100)
  const tools = [{ name: 'look', description: 'x'.repeat(400) }]
  expect(estimateTokenCount({ ...plain('openai-chat', 'm'), tools })).toBeGreaterThan(100)
})
