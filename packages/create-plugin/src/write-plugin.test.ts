import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryDirectory } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { writePlugin } from './write-plugin.js'

// The second cannot be written: its folder is a file.
const impossible = new Map([
  ['src', 'a file'],
  ['src/index.ts', ''],
])

it('what cannot be finished is taken back, with the folders that were made for it', async () => {
  await using folder = await createTemporaryDirectory()
  const writing = writePlugin(join(folder.path, 'deep/plugin'), impossible)
  await expect(writing).rejects.toMatchObject({ message: expect.stringMatching(/cannot be written \(E\w+\)/) })
  expect(await readdir(folder.path)).toEqual([])
})

it('a folder that was there stays, empty as it was', async () => {
  await using folder = await createTemporaryDirectory()
  const directory = join(folder.path, 'plugin')
  await mkdir(directory)
  await expect(writePlugin(directory, impossible)).rejects.toMatchObject({ hint: expect.stringContaining('another') })
  expect(await readdir(directory)).toEqual([])
})
