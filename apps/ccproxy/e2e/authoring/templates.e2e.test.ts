// Every plugin that the scaffold can write, against the sources of this repository.
import { join } from 'node:path'
import { createPlugin, scaffoldFlags } from '@ccproxy/create-plugin'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AuthorFolder, openAuthorFolder } from '../support/author-folder.js'

const flows = scaffoldFlags.flow.options
const dialects = scaffoldFlags.dialect.options

let types: AuthorFolder
let tests: AuthorFolder
beforeAll(async () => {
  ;[types, tests] = await Promise.all([openAuthorFolder(), openAuthorFolder()])
})
afterAll(async () => {
  await Promise.all([types, tests].map((folder) => folder[Symbol.asyncDispose]()))
})

async function scaffold(folder: AuthorFolder, flow: string, dialect: string): Promise<void> {
  const directory = join(folder.path, `${flow}-${dialect}`)
  const flags = { name: 'zeta', flow, dialect, directory, yes: true }
  await createPlugin({ flags, workingDirectory: folder.path, terminal: undefined, environment: {} })
}

const others = scaffoldFlags.kind.options.filter((kind) => kind !== 'provider')

async function scaffoldOther(folder: AuthorFolder, kind: string): Promise<void> {
  const flags = { name: 'zeta', kind, directory: join(folder.path, kind), yes: true }
  await createPlugin({ flags, workingDirectory: folder.path, terminal: undefined, environment: {} })
}

it('every flow with every dialect is free of type errors', async () => {
  for (const flow of flows) for (const dialect of dialects) await scaffold(types, flow, dialect)
  for (const kind of others) await scaffoldOther(types, kind)
  const extending = { extends: `./${flows[0]}-${dialects[0]}/tsconfig.json`, include: ['*/src'] }
  await types.write([['tsconfig.json', JSON.stringify(extending)]])
  await expect(types.check('tsconfig.json')).resolves.toBeUndefined()
}, 120_000)

it('every flow and every dialect passes its tests', async () => {
  for (const [index, flow] of flows.entries()) await scaffold(tests, flow, dialects[index % dialects.length] ?? '')
  for (const kind of others) await scaffoldOther(tests, kind)
  const report = await tests.test()
  for (const flow of flows) expect(report).toContain(`${flow}-`)
  for (const kind of others) expect(report).toContain(`${kind}/src/plugin.test.ts`)
}, 180_000)
