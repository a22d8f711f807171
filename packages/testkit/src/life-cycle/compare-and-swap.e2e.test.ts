import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { JsonTokenStorage, silentLogger, systemClock } from '@ccproxy/core'
import { expect, it } from 'vitest'
import { createTemporaryDirectory } from '../environment/create-temporary-directory.js'
import { key } from './__fixtures__/provider.js'

const script = fileURLToPath(new URL('./__fixtures__/swapper.ts', import.meta.url))

it('8 processes × 50 swaps lose none', async () => {
  await using root = await createTemporaryDirectory()
  const [directory, stateDirectory] = [join(root.path, 'config'), join(root.path, 'state')]
  const processes = Array.from({ length: 8 }, () => fork(script, [directory, stateDirectory, '50'], { execArgv: [] }))
  const exits = await Promise.all(processes.map((child) => once(child, 'exit')))
  expect(exits.map(([code]) => Number(code))).toEqual(Array.from({ length: 8 }, () => 0))
  const storage = new JsonTokenStorage({ directory, stateDirectory, logger: silentLogger, clock: systemClock })
  expect((await storage.read(key))?.extra).toEqual({ count: '400' })
})
