import { describe, expect, it } from 'vitest'
import { createLogger } from './create-logger.js'

function capture(format: 'json' | 'pretty', level: 'trace' | 'info' | 'silent' = 'info') {
  const lines: string[] = []
  const logger = createLogger({ level, format, color: false, write: (line) => lines.push(line) })
  return { lines, logger }
}

describe('createLogger', () => {
  it('writes one JSON object per line, redacted', () => {
    const { lines, logger } = capture('json')
    logger.info('refreshed\nforged', { provider: 'claude', accessToken: 'fake-token-1' })
    expect(lines).toHaveLength(1)
    const { time, ...entry }: Record<string, unknown> = JSON.parse(lines[0] ?? '')
    expect(entry).toEqual({ level: 'info', msg: 'refreshed forged', provider: 'claude', accessToken: '[redacted]' })
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
    expect(lines[0]?.endsWith('\n')).toBe(true)
  })

  it('writes for people on a terminal', () => {
    const { lines, logger } = capture('pretty')
    logger.warn('no login', { provider: 'claude' })
    expect(lines.join('')).toMatch(/^\S+ WARN.*no login.*"provider":"claude".*\n$/)
  })

  it('obeys the level, and silent is silent', () => {
    const { lines, logger } = capture('json')
    logger.debug('hidden')
    const silent = capture('json', 'silent')
    silent.logger.error('hidden')
    expect([...lines, ...silent.lines]).toEqual([])
  })

  it('cannot be made to overwrite its own fields', () => {
    const { lines, logger } = capture('json')
    logger.error('true message', { msg: 'other message', level: 'trace' })
    const entry: unknown = JSON.parse(lines[0] ?? '')
    expect(entry).toMatchObject({ level: 'error', msg: 'true message', msg_: 'other message', level_: 'trace' })
  })
})
