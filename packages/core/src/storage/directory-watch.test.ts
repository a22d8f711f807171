import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { watchDirectories } from './directory-watch.js'

let root: string
let seen: string[]
let stop: () => void

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ccproxy-watch-'))
  for (const folder of ['acme', 'other']) await mkdir(join(root, folder))
  for (const name of ['a', 'b', 'c']) await writeFile(join(root, 'acme', name), '1')
  seen = []
  stop = watchDirectories(root, ({ folder, name }) => seen.push(`${folder}/${name}`))
  // The first look is what later ones are compared with.
  await passMs(200)
})
afterEach(async () => {
  stop()
  await rm(root, { recursive: true, force: true })
})

const passMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
async function replace(path: string): Promise<void> {
  await writeFile(join(root, `${path}.tmp`), '2')
  await rename(join(root, `${path}.tmp`), join(root, path))
}

it('names the files that came, went or were replaced, and no other', async () => {
  await replace('acme/a')
  await rm(join(root, 'acme', 'b'))
  await writeFile(join(root, 'other', 'new'), '1')
  await mkdir(join(root, 'late'))
  await writeFile(join(root, 'late', 'first'), '1')
  await passMs(1300)
  expect(seen.toSorted()).toEqual(['acme/a', 'acme/b', 'late/first', 'other/new'])
  seen.length = 0
  await passMs(1100)
  expect(seen).toEqual([])
})
