import { queryObjects } from 'node:v8'
import { createHookBus, silentLogger } from '@ccproxy/core'
import { expect, it } from 'vitest'
import { pluginHooks } from './plugin-hooks.js'

class Listener {
  calls = 0
  readonly hear = (): void => {
    this.calls += 1
  }
}

it('what a plugin registers ends with it, and what it took back itself is not kept', () => {
  const bus = createHookBus(silentLogger)
  const { hooks, release } = pluginHooks(bus)
  hooks.on('app.ready', () => {}, { name: 'stays' })
  for (let request = 0; request < 5000; request += 1) {
    hooks.on('app.startup', new Listener().hear, { name: 'comes and goes' })()
  }
  expect(queryObjects(Listener, { format: 'count' })).toBe(0)
  expect([bus.observed('app.startup'), bus.observed('app.ready')]).toEqual([false, true])
  release()
  expect(bus.observed('app.ready')).toBe(false)
}, 60_000)
