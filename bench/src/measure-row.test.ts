import { describe, expect, it } from 'vitest'
import { measureOrFail } from './measure-row.ts'
import { type Row, Unavailable } from './row.ts'

const subject = (name: string, log: string[]): Row['subjects'][number] => ({
  name,
  start: async () => ({
    warmUp: async () => void log.push(`warm ${name}`),
    sample: async (seconds) => {
      log.push(`${name} ${seconds} s`)
      return { value: 1 }
    },
  }),
})
const absent: Row['subjects'][number] = {
  name: 'nginx',
  start: async () => {
    throw new Unavailable('there is none')
  },
}
const broken: Row['subjects'][number] = {
  name: 'broken',
  start: async () => {
    throw new Error('an answer with status 500')
  },
}
const row: Row = { name: 'row', meaning: '', unit: 'ms', subjects: [], bars: [{ of: 'a', limit: { atMost: 1 } }] }
const options = { rounds: 2, seconds: 3, quick: false }

describe('measureOrFail', () => {
  it('measures in turns, after all are warm', async () => {
    const log: string[] = []
    const result = await measureOrFail({ ...row, subjects: [subject('a', log), subject('b', log)] }, options)
    expect(log).toEqual(['warm a', 'warm b', 'a 3 s', 'b 3 s', 'a 3 s', 'b 3 s'])
    expect(result.subjects.map(({ samples }) => samples.length)).toEqual([2, 2])
    expect(result.judgements.map(({ verdict }) => verdict)).toEqual(['reached'])
  })

  it('starts a row anew for each round where it says so', async () => {
    const log: string[] = []
    const starting = subject('a', log)
    const counted = {
      ...starting,
      start: async (...world: Parameters<typeof starting.start>) => (log.push('start a'), starting.start(...world)),
    }
    const result = await measureOrFail({ ...row, subjects: [counted, absent], startsAnew: true }, options)
    expect(log).toEqual(['start a', 'warm a', 'a 3 s', 'start a', 'warm a', 'a 3 s'])
    expect(result.subjects.map(({ samples }) => samples.length)).toEqual([2])
    expect(result.leftOut).toEqual([{ name: 'nginx', reason: 'there is none' }])
  })

  it('takes the rounds of a row that has its own number, and one short one when it is quick', async () => {
    const log: string[] = []
    const own: Row = { ...row, subjects: [subject('a', log)], rounds: 4 }
    expect((await measureOrFail(own, options)).subjects[0]?.samples).toHaveLength(4)
    log.length = 0
    const quick = await measureOrFail(own, { ...options, quick: true })
    expect(log).toEqual(['a 1 s'])
    expect(quick.judgements.map(({ verdict }) => verdict)).toEqual(['not judged'])
  })

  it('goes on without what this machine lacks, and says so', async () => {
    const result = await measureOrFail({ ...row, subjects: [absent, subject('a', [])] }, options)
    expect(result.leftOut).toEqual([{ name: 'nginx', reason: 'there is none' }])
    expect(result.subjects.map(({ name }) => name)).toEqual(['a'])
  })

  it('has missed every bar when something fails', async () => {
    const result = await measureOrFail({ ...row, subjects: [subject('a', []), broken] }, options)
    expect(result).toMatchObject({ failure: 'an answer with status 500', judgements: [{ verdict: 'MISSED' }] })
  })
})
