// docs/plugin-authoring.md is true: its blocks are compiled, tested, and loaded by the program. What it has people type is
// typed in scaffold.e2e.test.ts.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AuthorFolder, openAuthorFolder } from '../support/author-folder.js'
import { type DocumentBlock, documentBlocks } from '../support/document-blocks.js'
import { openWorkshop } from '../support/workshop.js'

const template = fileURLToPath(new URL('../../../../packages/create-plugin/templates/base', import.meta.url))

let blocks: readonly DocumentBlock[]
let folder: AuthorFolder
beforeAll(async () => {
  blocks = await documentBlocks('plugin-authoring.md')
  folder = await openAuthorFolder()
  const files = blocks.flatMap(({ file, text }) => (file === undefined ? [] : [[file, text] as const]))
  await folder.write(files)
  // The page says nothing of them: they are those of the scaffold.
  for (const name of ['tsconfig.json', 'tsconfig.build.json'])
    await folder.write([[name, await readFile(join(template, name), 'utf8')]])
})
afterAll(() => folder[Symbol.asyncDispose]())

const ofLanguage = (language: string) => blocks.filter((block) => block.language === language)

it('every block is one that is tried', () => {
  const untried = blocks.filter(({ language, file }) => !['sh', 'toml'].includes(language) && file === undefined)
  expect(untried).toEqual([])
  expect(ofLanguage('ts').length).toBeGreaterThan(15)
  expect(new Set(blocks.map(({ file }) => file)).size).toBe(blocks.filter(({ file }) => file !== undefined).length + 1)
})

it('is free of type errors', async () => {
  await expect(folder.check('tsconfig.json')).resolves.toBeUndefined()
}, 120_000)

it('passes its own tests', async () => {
  const report = await folder.test()
  for (const name of ['conformance.test.ts', 'plugin.test.ts', 'storage.test.ts']) expect(report).toContain(name)
}, 180_000)

it('builds a plugin that the program lists, with the settings and the command of the page', async () => {
  await folder.build('tsconfig.build.json')
  await using workshop = await openWorkshop()
  await mkdir(workshop.directory)
  const toml = ofLanguage('toml').map(({ text }) => text)
  await writeFile(join(workshop.directory, 'config.toml'), toml.join('\n'))
  const plugins = [folder.path]
  const list = workshop.run(['plugins', 'info', 'acme', '--json'], { plugins })
  expect(await list.ended()).toBe(0)
  expect(JSON.parse(list.stdout)).toMatchObject({
    name: 'acme',
    state: 'running',
    flows: ['browser', 'device', 'client', 'federation', 'acme-cli', 'exchange', 'key'],
    commands: [{ name: 'models' }],
    hasRoutes: true,
  })
  const settings = workshop.run(['plugins', 'settings', 'acme', '--json'], { plugins })
  expect(await settings.ended()).toBe(0)
  const rows: { readonly settings: readonly { readonly key: string; readonly value: unknown }[] } = JSON.parse(
    settings.stdout,
  )
  expect(rows.settings).toEqual(
    expect.arrayContaining([expect.objectContaining({ key: 'plugins.acme.organization', value: 'org-1' })]),
  )
  const served = await workshop.serve({ plugins })
  expect(await served.ask('/plugins/acme/organization')).toMatchObject({
    status: 200,
    text: '{"organization":"org-1"}',
  })
  expect(await served.stop()).toBe(0)
})
