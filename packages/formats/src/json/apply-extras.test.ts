import { expect, test } from 'vitest'
import { applyExtras } from './apply-extras.js'

test('puts fields back at their path, and leaves those of array items', () => {
  const extras = new Map<string, unknown>([
    ['top', 1],
    ['metadata.team', 'a'],
    ['new.deep', true],
    ['tools.0.defer_loading', true],
  ])
  const body = { model: 'm', metadata: { user_id: 'u' }, tools: [{}] }
  expect(applyExtras(body, extras)).toEqual({
    model: 'm',
    metadata: { user_id: 'u', team: 'a' },
    tools: [{}],
    top: 1,
    new: { deep: true },
  })
  expect(body.metadata).toEqual({ user_id: 'u' })
})
