import { createHookBus, type HookBus, silentLogger } from '@ccproxy/core'
import { expect, it } from 'vitest'
import { pluginHooks } from './plugin-hooks.js'

it('what a plugin registers ends with it, and what it took back itself is not kept', () => {
  const bus = createHookBus(silentLogger)
  let taken = 0
  const counting: HookBus = {
    ...bus,
    on: (event, listener, options) => {
      const unsubscribe = bus.on(event, listener, options)
      return () => {
        taken += 1
        unsubscribe()
      }
    },
  }
  const { hooks, release } = pluginHooks(counting)
  hooks.on('app.ready', () => {}, { name: 'stays' })
  for (let request = 0; request < 5000; request += 1) hooks.on('app.startup', () => {}, { name: 'comes and goes' })()
  expect(taken).toBe(5000)
  expect([bus.observed('app.startup'), bus.observed('app.ready')]).toEqual([false, true])
  release()
  expect(taken).toBe(5001)
  expect(bus.observed('app.ready')).toBe(false)
})
