import { describe, expect, it } from 'vitest'
import { apiProblems, apiReport } from './api-report.ts'

describe('the report', () => {
  it('has the index and what it leads to, sorted, and nothing else', () => {
    const declarations = new Map([
      ['internal.d.ts', 'export declare const secret: 1;'],
      ['plugin/clock.d.ts', "import type { Unit } from '../unit.js';\nexport interface Clock { now(): Unit }"],
      ['index.d.ts', "export type { Clock } from './plugin/clock.js';\nexport { a } from 'elsewhere';"],
      ['a/first.d.ts', 'export type First = import("../x.js").X'],
      ['unit.d.ts', 'export type Unit = number;'],
    ])
    expect(apiReport(declarations).match(/^# .*$/gm)).toEqual(['# index.d.ts', '# plugin/clock.d.ts', '# unit.d.ts'])
  })
})

describe('a change of the public types', () => {
  const same = { generated: 'now', report: 'now', released: 'before', changesets: ["---\n'@ccproxy/core': minor\n---"] }

  it('is fine when it is written down and announced', () => {
    expect(apiProblems(same)).toEqual([])
    expect(apiProblems({ ...same, released: 'now', changesets: [] })).toEqual([])
  })

  it('must be written down', () => {
    expect(apiProblems({ ...same, generated: 'later' })).toEqual([expect.stringContaining('npm run docs:api')])
    expect(apiProblems({ ...same, report: undefined })).toEqual([expect.stringContaining('npm run docs:api')])
  })

  it.each([[[]], [["---\n'@ccproxy/host': patch\n---"]], [['it changes @ccproxy/core']]])(
    'must be announced by a changeset of core: %j',
    (changesets) => {
      expect(apiProblems({ ...same, changesets })).toEqual([expect.stringContaining('no changeset names')])
      expect(apiProblems({ ...same, released: undefined, changesets })).toHaveLength(1)
    },
  )
})
