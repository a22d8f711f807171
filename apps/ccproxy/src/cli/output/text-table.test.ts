import { describe, expect, it } from 'vitest'
import { describeExpiry } from './describe-login.js'
import { duration } from './duration.js'
import { homeRelative } from './home-relative.js'
import { textTable } from './text-table.js'

function paint(text: string): string {
  return `<${text}>`
}

describe('textTable', () => {
  it('aligns, leaves out empty columns and trailing space, and paints after measuring', () => {
    const head = [{ text: 'A' }, { text: 'EMPTY' }, { text: 'B' }]
    const rows = [
      [{ text: 'x', paint }, { text: '' }, { text: 'long\nline' }],
      [{ text: 'yyy' }, { text: '' }, { text: '' }],
    ]
    expect(textTable(head, rows)).toEqual(['A    B', '<x>    long line', 'yyy'])
  })

  it('has nothing to say about nothing', () => {
    expect(textTable([], [])).toEqual([])
  })
})

describe('duration', () => {
  it.each([
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min'],
    [3599, '59 min'],
    [3600, '1 h'],
    [3660, '1 h 1 min'],
    [90_000, '1 d 1 h'],
    [86_460, '1 d 1 min'],
    [-5, '0 s'],
  ])('%i → %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text)
  })

  it('reads as an expiry', () => {
    expect(describeExpiry({ expiresInSeconds: undefined })).toBe('does not expire')
    expect(describeExpiry({ expiresInSeconds: -120 })).toBe('expired 2 min ago')
  })
})

describe('homeRelative', () => {
  it.each([
    ['/home/me/x', '~/x'],
    ['/home/merlin/x', '/home/merlin/x'],
    ['/etc/x', '/etc/x'],
  ])('%s → %s', (path, text) => {
    expect(homeRelative(path, { HOME: '/home/me' })).toBe(text)
  })
})
