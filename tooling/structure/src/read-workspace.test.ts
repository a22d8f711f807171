import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readWorkspace } from './read-workspace.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'structure-'))
  await Promise.all(['apps', 'packages', 'tooling'].map((parent) => mkdir(join(root, parent))))
  await write('package.json', '{ "name": "workspace" }')
})

afterEach(() => rm(root, { recursive: true }))

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

test('reads packages with their files, without what is installed or built', async () => {
  await write('packages/core/package.json', '{ "name": "@ccproxy/core" }')
  await write('packages/core/src/a/b.ts', 'export const b = 1\n')
  await write('packages/core/dist/index.js', '')
  await write('packages/core/node_modules/ky/index.ts', '')
  await write('packages/notes/README.md', '')
  const { packages } = await readWorkspace(root)
  expect(packages.map((member) => [member.folder, member.manifest.name])).toEqual([['packages/core', '@ccproxy/core']])
  expect(packages[0]?.files.toSorted((left, right) => left.path.localeCompare(right.path))).toEqual([
    { path: 'package.json', text: '' },
    { path: 'src/a/b.ts', text: 'export const b = 1\n' },
  ])
})

test('names the package.json that it cannot understand', async () => {
  await write('packages/core/package.json', '{ "name": 1 }')
  await expect(readWorkspace(root)).rejects.toThrow(/packages\/core\/package\.json: .*string/)
})
