import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newToolId } from './new-tool-id.js'
import { ToolIdMap } from './tool-id-map.js'
import type { ToolIdRule } from './tool-id-rule.js'

const rule: ToolIdRule = { pattern: /^[a-zA-Z0-9_-]+$/, maxLength: 20, prefix: 't_' }

describe('ToolIdMap', () => {
  test('leaves ids that the target takes', () => {
    const ids = new ToolIdMap(rule)
    expect(ids.call('toolu_01')).toBe('toolu_01')
    expect(ids.result('toolu_01')).toBe('toolu_01')
  })

  test.each(['functions.look:0', '', 'x'.repeat(21)])('makes one that it takes of %j, the same each time', (id) => {
    const mapped = new ToolIdMap(rule).call(id)
    expect(mapped).toMatch(/^t_[0-9a-f]{24}$/)
    expect(new ToolIdMap(rule).call(id)).toBe(mapped)
    expect(new ToolIdMap(rule).result(id)).toBe(mapped)
  })

  test.each(['a.b:0', 'ü', 'a b'])('gives %j back to a target that takes it', (id) => {
    const packed = new ToolIdMap(rule).call(id)
    expect(packed).toMatch(rule.pattern)
    expect(new ToolIdMap(rule).call(packed)).toBe(packed)
    const wide = new ToolIdMap({ ...rule, pattern: /^.+$/ })
    expect([wide.call(packed), wide.result(packed)]).toEqual([id, id])
  })

  test('tells repeated ids apart, and gives results to the latest call', () => {
    const ids = new ToolIdMap(rule)
    expect(ids.call('call_0')).toBe('call_0')
    expect(ids.result('call_0')).toBe('call_0')
    const second = ids.call('call_0')
    expect(second).not.toBe('call_0')
    expect(ids.result('call_0')).toBe(second)
  })

  test('never gives one id twice', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom('a', 'b', 'ü'), fc.string())), (all) => {
        const ids = new ToolIdMap(rule)
        const mapped = all.map((id) => ids.call(id))
        expect(new Set(mapped).size).toBe(all.length)
        expect(mapped.every((id) => rule.pattern.test(id))).toBe(true)
      }),
    )
  })
})

test('a new id is unlike the one before', () => {
  expect(newToolId('toolu_')).toMatch(/^toolu_[0-9a-f]{24}$/)
  expect(newToolId('toolu_')).not.toBe(newToolId('toolu_'))
})
