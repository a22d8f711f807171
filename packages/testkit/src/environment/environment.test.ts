import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createTemporaryDirectory } from './create-temporary-directory.js'
import { createTestClock } from './create-test-clock.js'
import { createTestServices } from './create-test-services.js'

describe('createTestClock', () => {
  it('moves both clocks, or the wall clock alone', () => {
    const clock = createTestClock(1_000)
    clock.advance(500)
    expect([clock.now(), clock.monotonic()]).toEqual([1_500, 500])
    clock.sleep(100)
    clock.setWallClock(clock.now() - 1_000)
    expect([clock.now(), clock.monotonic()]).toEqual([600, 500])
    expect(() => clock.advance(-1)).toThrow(RangeError)
  })
})

describe('createTemporaryDirectory', () => {
  it('is private, and removed with its content at the end of the block', async () => {
    let path: string
    {
      await using directory = await createTemporaryDirectory()
      path = directory.path
      writeFileSync(join(path, 'file'), '')
      expect(statSync(path).mode & 0o777).toBe(0o700)
    }
    expect(existsSync(path)).toBe(false)
  })
})

describe('createTestServices', () => {
  it('has a hook bus that works, a storage of its own, and takes overrides', async () => {
    const clock = createTestClock()
    const services = createTestServices({ clock, environment: { FAKE: '1' } })
    const seen: string[] = []
    services.hooks.on('app.startup', ({ version }) => seen.push(version), { name: 'test' })
    services.hooks.emit('app.startup', { version: '1' })
    expect(seen).toEqual(['1'])
    expect(services).toMatchObject({ clock, environment: { FAKE: '1' } })
    expect(await services.storage.list()).toEqual([])
    expect(createTestServices().storage).not.toBe(services.storage)
  })
})
