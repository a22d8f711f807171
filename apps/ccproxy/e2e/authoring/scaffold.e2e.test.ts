// `npm create @ccproxy/plugin` in an empty folder, with packages as they are published, and whatever else
// docs/plugin-authoring.md has people type, from the first line to the last. Nothing is edited in between.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentBlocks } from '../support/document-blocks.js'
import { type PublishedPackages, publishPackages } from '../support/published-packages.js'
import { openWorkshop } from '../support/workshop.js'

let published: PublishedPackages
/** Of the plugin that was created. */
let directory: string
/** What each line of the page printed. */
const printed = new Map<string, string>()

beforeAll(async () => {
  published = await publishPackages()
  directory = published.folder
  const shell = (await documentBlocks('plugin-authoring.md')).filter(({ language }) => language === 'sh')
  for (const line of shell.flatMap(({ text }) => text.trim().split('\n'))) {
    const [program, ...words] = line.split(' ')
    if (program === 'cd') directory = join(directory, words.join(' '))
    else if (program === 'npm') printed.set(line, await published.npm(words.join(' '), directory))
    else printed.set(line, await published.npm(`exec --no -- ${words.join(' ')}`, directory))
  }
  // The registry's pace is not ours.
}, 480_000)
afterAll(() => published[Symbol.asyncDispose]())

function printedBy(start: string): string {
  const line = [...printed.keys()].find((each) => each.startsWith(start))
  if (line === undefined) throw new Error(`the page has no line that begins with ${start}`)
  return printed.get(line) ?? ''
}

it('says what to do next', () => {
  const said = printedBy('npm create')
  expect(said).toContain('Created the plugin acme in ccproxy-plugin-acme')
  expect(said).toContain('  npm install')
})

it('passes its own tests, the conformance run among them', () => {
  expect(printedBy('npm test')).toMatch(/src\/conformance\.test\.ts \(\d\d tests\)/)
  expect(printedBy('npm test')).not.toContain('skipped')
})

it('is found where it is developed', () => {
  expect(printedBy('npx ccproxy plugins list')).toMatch(/^acme .* provider +running +ccproxy-plugin-acme +flag$/m)
  expect(printedBy('npx ccproxy plugins settings')).toContain('plugins.acme.oauth.client_id')
  expect(printedBy('npx ccproxy auth providers')).toContain('Set plugins.acme.oauth.client_id')
})

it('publishes what runs, and is found where it is installed', async () => {
  await published.npm('pack', directory)
  const project = join(published.folder, 'project')
  await mkdir(project)
  await writeFile(join(project, 'package.json'), '{ "private": true }')
  await published.npm(`install ${join(directory, 'ccproxy-plugin-acme-0.1.0.tgz')}`, project)
  await using workshop = await openWorkshop()
  const listed = workshop.run(['plugins', 'list', '--json'], {
    program: join(project, 'node_modules/.bin/ccproxy'),
    plugins: [],
    workingDirectory: project,
  })
  expect(await listed.ended()).toBe(0)
  expect(JSON.parse(listed.stdout)).toMatchObject({
    plugins: [{ name: 'acme', state: 'running', source: 'project', packageName: 'ccproxy-plugin-acme', error: null }],
  })
}, 240_000)
