import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { installationIdOf } from './installation-id.js'

const uuid = /^[0-9a-f-]{36}$/
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccproxy-id-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

it('is made at first need, private, and stays', async () => {
  const directory = join(folder, 'config')
  const first = installationIdOf(directory)
  expect(await readdir(folder)).toEqual([])
  const id = first()
  expect(id).toMatch(uuid)
  expect(first()).toBe(id)
  expect(installationIdOf(directory)()).toBe(id)
  expect(await readdir(directory)).toEqual(['installation-id'])
  expect((await stat(directory)).mode & 0o777).toBe(0o700)
  expect((await stat(join(directory, 'installation-id'))).mode & 0o777).toBe(0o600)
})

it('lives as long as the process where it cannot be kept', async () => {
  await writeFile(join(folder, 'file'), '')
  const id = installationIdOf(join(folder, 'file/config'))
  expect(id()).toMatch(uuid)
  expect(id()).toBe(id())
})

it('does not take a broken file for an id', async () => {
  await mkdir(join(folder, 'config'))
  await writeFile(join(folder, 'config/installation-id'), 'nonsense')
  expect(installationIdOf(join(folder, 'config'))()).toMatch(uuid)
})
