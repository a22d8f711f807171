// The example of an outsider: copied out of the repository, installed, built, tested, packed and listed.
import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PublishedPackages, publishPackages } from '../support/published-packages.js'
import { openWorkshop } from '../support/workshop.js'

const example = fileURLToPath(new URL('../../../../examples/plugin-minimal', import.meta.url))

let published: PublishedPackages
let directory: string
beforeAll(async () => {
  published = await publishPackages()
  directory = join(published.folder, 'plugin-minimal')
  await cp(example, directory, { recursive: true, filter: (path) => !/[\\/](node_modules|dist)$/.test(path) })
  await published.npm('install', directory)
  // The registry's pace is not ours.
}, 240_000)
afterAll(() => published[Symbol.asyncDispose]())

it('is under 60 lines of code', async () => {
  const { exports, ccproxy }: Readonly<Record<string, unknown>> = JSON.parse(
    await readFile(join(example, 'package.json'), 'utf8'),
  )
  expect({ exports, ccproxy }).toMatchObject({
    exports: { '.': { default: './dist/index.js' } },
    ccproxy: { entry: '.' },
  })
  const source = await readFile(join(example, 'src/index.ts'), 'utf8')
  // All of it: it imports no other file of its own.
  expect(source).not.toMatch(/from '\./)
  expect(source.trimEnd().split('\n').length).toBeLessThan(60)
})

it('builds and passes its tests, the conformance run among them', async () => {
  const report = await published.npm('test -- --reporter=verbose', directory)
  expect(report).toContain('conformance.test.ts')
  expect(report).toContain('plugin.test.ts')
}, 240_000)

it('packs only what runs, and is found by plugins list', async () => {
  const packed: readonly { readonly files: readonly { readonly path: string }[] }[] = JSON.parse(
    await published.npm('pack --json --silent', directory),
  )
  const names = packed.flatMap(({ files }) => files.map(({ path }) => path))
  expect(names.toSorted()).toEqual([
    'README.md',
    'dist/index.d.ts',
    'dist/index.js',
    'dist/index.js.map',
    'package.json',
  ])
  await using workshop = await openWorkshop()
  const list = workshop.run(['plugins', 'list', '--json'], {
    program: join(directory, 'node_modules/.bin/ccproxy'),
    plugins: [directory],
  })
  expect(await list.ended()).toBe(0)
  expect(JSON.parse(list.stdout)).toMatchObject({ plugins: [{ name: 'acme', state: 'running', error: null }] })
})
