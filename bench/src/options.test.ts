import { describe, expect, it } from 'vitest'
import { OptionsError, readOptions } from './options.ts'

describe('readOptions', () => {
  it('has defaults', () => {
    expect(readOptions([])).toEqual({ rows: [], rounds: 5, seconds: 2, list: false, quick: false, writeDocs: false })
  })

  it('reads all of them', () => {
    const args = ['--rows', 'JSON', '--rows', 'Delay', '--rounds=3', '--seconds', '0.5', '--quick', '--json', 'a.json']
    expect(readOptions([...args, '--list', '--write-docs'])).toEqual({
      rows: ['json', 'delay'],
      rounds: 3,
      seconds: 0.5,
      list: true,
      quick: true,
      writeDocs: true,
      json: 'a.json',
    })
  })

  it.each([
    [['--round', '3'], "Unknown option '--round'"],
    [['json'], "Unexpected argument 'json'"],
    [['--rounds', 'many'], '--rounds many is no number above 0.'],
    [['--rounds', '0'], '--rounds 0 is no number above 0.'],
    [['--rounds', '1.5'], '--rounds 1.5 is no whole number.'],
    [['--seconds', '-1'], '--seconds'],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(OptionsError)
    expect(() => readOptions(args)).toThrow(message)
  })
})
