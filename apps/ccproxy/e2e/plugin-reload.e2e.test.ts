// A plugin under development: what its author changes is there a moment later, at the same address.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pluginCode, writePlugins } from './support/plugin-packages.js'
import { openWorkshop } from './support/workshop.js'

const greeting = (word: string): string =>
  pluginCode('draft').replace('routes: undefined', `routes: { fetch: () => new Response('${word}') }`)

it('is loaded anew when it changes, in the same process and at the same port', async () => {
  await using workshop = await openWorkshop()
  const folder = join(workshop.folder, 'drafts')
  await writePlugins(folder, [{ packageName: 'draft', manifest: { name: 'draft' }, code: greeting('hello') }])
  const draft = join(folder, 'draft')
  const served = await workshop.serve({ plugins: ['plugin-claude', draft] })
  expect((await served.ask('/plugins/draft/')).text).toBe('hello')

  await writeFile(join(draft, 'index.js'), greeting('good evening'))
  await expect.poll(() => served.program.stderr).toContain('changed: the program starts again with it')
  await expect
    .poll(async () => (await served.ask('/plugins/draft/').catch(() => undefined))?.text, { timeout: 10_000 })
    .toBe('good evening')
  expect(await served.stop()).toBe(0)
})

it('that cannot be loaded is waited for, with its reason', async () => {
  await using workshop = await openWorkshop()
  const folder = join(workshop.folder, 'drafts')
  await writePlugins(folder, [{ packageName: 'draft', manifest: { name: 'draft' }, code: 'not a module' }])
  const draft = join(folder, 'draft')
  const program = workshop.run(['serve', '--port', '0'], { plugins: [draft] })
  await expect.poll(() => program.stderr, { timeout: 10_000 }).toContain('Waiting for a change of the plugin')
  expect(program.stderr).toContain('It threw when it was imported')
  const claude = { ...JSON.parse(await readFile(join(draft, 'package.json'), 'utf8')), exports: './none.js' }
  await writeFile(join(draft, 'package.json'), JSON.stringify(claude))
  await expect
    .poll(() => program.stderr, { timeout: 10_000 })
    .toMatch(/changed: the program starts again with it[^]*Waiting for a change of the plugin/)
  program.signal('SIGINT')
  expect(await program.ended()).toBe(0)
})
