import { describe, expect, it, vi } from 'vitest'
import { type Logger, silentLogger } from '../plugin/logger.js'
import { createHookBus } from './create-hook-bus.js'

const chunk = { requestId: 'r1', provider: 'acme', sequence: 1, byteLength: 3, bytes: new Uint8Array(3) }
const head = { needs: 'head', handler: () => undefined } as const

const rejecter: (payload: unknown) => unknown = () => Promise.reject(new RangeError('later'))

describe('observers', () => {
  it('are called by priority, then in the order of registration', () => {
    const bus = createHookBus(silentLogger)
    const calls: string[] = []
    for (const [name, priority] of [
      ['first', 0],
      ['second', 0],
      ['urgent', 5],
    ] as const)
      bus.on('app.startup', () => void calls.push(name), { name, priority })
    bus.emit('app.startup', { version: '1' })
    expect(calls).toEqual(['urgent', 'first', 'second'])
  })

  it('that throw, or reject, are logged by name and not felt by the others', async () => {
    const error = vi.fn<Logger['error']>()
    const bus = createHookBus({ ...silentLogger, error })
    const calls: string[] = []
    bus.on(
      'app.startup',
      () => {
        throw new TypeError('boom')
      },
      { name: 'thrower' },
    )
    bus.on('app.startup', rejecter, { name: 'rejecter' })
    bus.on('app.startup', () => void calls.push('last'), { name: 'last' })
    bus.emit('app.startup', { version: '1' })
    await new Promise(setImmediate)
    expect(calls).toEqual(['last'])
    expect(error.mock.calls.map(([, fields]) => fields)).toEqual([
      { event: 'app.startup', listener: 'thrower', error: 'TypeError' },
      { event: 'app.startup', listener: 'rejecter', error: 'RangeError' },
    ])
  })

  it('see content only when they registered for it', () => {
    const bus = createHookBus(silentLogger)
    const seen: unknown[] = []
    bus.on('provider.stream.chunk', (payload) => seen.push(payload), { name: 'plain' })
    expect(bus.observedWithContent('provider.stream.chunk')).toBe(false)
    bus.on('provider.stream.chunk', (payload) => seen.push(payload), { name: 'content', content: true })
    expect(bus.observedWithContent('provider.stream.chunk')).toBe(true)
    bus.emit('provider.stream.chunk', chunk)
    expect(seen).toEqual([{ requestId: 'r1', provider: 'acme', sequence: 1, byteLength: 3 }, chunk])
  })

  it('are told apart from nobody, also after they left', () => {
    const bus = createHookBus(silentLogger)
    expect(bus.observed('app.ready')).toBe(false)
    const leave = bus.on('app.ready', () => {}, { name: 'x' })
    expect(bus.observed('app.ready')).toBe(true)
    leave()
    expect(bus.observed('app.ready')).toBe(false)
  })
})

describe('interceptors', () => {
  it('are ordered, limited to their providers, and leave', () => {
    const bus = createHookBus(silentLogger)
    bus.interceptRequest({ ...head, name: 'late', order: 5 })
    const leave = bus.interceptRequest({ ...head, name: 'early', order: -1, providers: ['acme'] })
    expect(bus.requestInterceptors('acme').map(({ name }) => name)).toEqual(['early', 'late'])
    expect(bus.requestInterceptors('other').map(({ name }) => name)).toEqual(['late'])
    expect(bus.responseInterceptors('acme')).toEqual([])
    leave()
    expect(bus.requestInterceptors('acme').map(({ name }) => name)).toEqual(['late'])
  })
})

describe('who registers at each request', () => {
  const expected = expect.objectContaining({
    code: 'CCPROXY_PLUGIN_START',
    hint: expect.stringContaining('Register once'),
  })

  it('is stopped after a thousand listeners for one event, and goes on when they left', () => {
    const bus = createHookBus(silentLogger)
    const leave = Array.from({ length: 1000 }, () => bus.on('app.ready', () => {}, { name: 'x' }))
    expect(() => bus.on('app.ready', () => {}, { name: 'x' })).toThrow(expected)
    expect(bus.on('app.startup', () => {}, { name: 'x' })).toBeTypeOf('function')
    leave[0]?.()
    expect(bus.on('app.ready', () => {}, { name: 'x' })).toBeTypeOf('function')
  })

  it('is stopped after a thousand interceptors', () => {
    const bus = createHookBus(silentLogger)
    for (let index = 0; index < 1000; index += 1) bus.interceptRequest({ ...head, name: 'x' })
    expect(() => bus.interceptRequest({ ...head, name: 'x' })).toThrow(expected)
  })

  it('may ask for as many providers as it likes', () => {
    const bus = createHookBus(silentLogger)
    bus.interceptRequest({ ...head, name: 'x', providers: ['acme'] })
    for (let index = 0; index < 3000; index += 1) expect(bus.requestInterceptors(`provider-${index}`)).toEqual([])
    expect(bus.requestInterceptors('acme')).toHaveLength(1)
  })
})
