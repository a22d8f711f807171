import { describe, expect, it } from 'vitest'
import { keyFlow } from './__fixtures__/acme.js'
import { skipFindings, skipReason } from './skip-reasons.js'

const problems = (skips: Readonly<Record<string, string>>): readonly string[] =>
  skipFindings(skips, [keyFlow]).map(({ problem }) => problem)

describe('a skip', () => {
  it('names a rule, a flow, or a rule of a flow', () => {
    const skips = { masking: 'one', 'flow:key': 'two', 'stream:key': 'three' }
    expect(problems(skips)).toEqual([])
    expect(skipReason(skips, 'masking', 'key')).toBe('one')
    expect(skipReason(skips, 'replay', 'key')).toBe('two')
    expect(skipReason({ 'stream:key': 'three' }, 'stream', 'key')).toBe('three')
    expect(skipReason({ 'stream:key': 'three' }, 'stream', 'browser')).toBeUndefined()
    expect(skipReason({ 'flow:key': 'two' }, 'health')).toBeUndefined()
  })

  it('says why', () => {
    expect(problems({ masking: ' ' })).toEqual(['`skip` gives no reason for "masking"'])
  })

  it.each(['maskin', 'flow:browser', 'stream:browser', 'key'])('of %s names nothing', (name) => {
    expect(problems({ [name]: 'a reason' })).toEqual([`\`skip\` names "${name}", which is no rule and no flow`])
  })
})
