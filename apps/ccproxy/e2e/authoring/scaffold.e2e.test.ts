// `npm create @ccproxy/plugin` in an empty folder, with packages as they are published; nothing is edited.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PublishedPackages, publishPackages } from '../support/published-packages.js'
import { openWorkshop } from '../support/workshop.js'

let published: PublishedPackages
beforeAll(async () => {
  published = await publishPackages()
}, 120_000)
afterAll(() => published[Symbol.asyncDispose]())

describe('a plugin that npm create wrote', () => {
  let directory: string
  let said: string
  beforeAll(async () => {
    const flags = '--name zeta --flow authorization-code --dialect openai-chat --base-url https://api.zeta.example'
    said = await published.npm(`create --yes @ccproxy/plugin -- ${flags}`)
    directory = join(published.folder, 'ccproxy-plugin-zeta')
    await published.npm('install', directory)
    // The published's pace is not ours.
  }, 240_000)

  it('comes with what to do next', () => {
    expect(said).toContain('Created the plugin zeta in ccproxy-plugin-zeta')
    expect(said).toContain('  npm install')
  })

  it('passes its own tests, the conformance run among them', async () => {
    const report = await published.npm('test -- --reporter=verbose', directory)
    expect(report).toContain('conformance.test.ts')
    expect(report).not.toContain('skipped')
  }, 240_000)

  it('is found where it is developed', async () => {
    await published.npm('run build', directory)
    await using workshop = await openWorkshop()
    const listed = workshop.run(['plugins', 'list', '--json'], {
      program: join(directory, 'node_modules/.bin/ccproxy'),
      plugins: [directory],
    })
    expect(await listed.ended()).toBe(0)
    expect(JSON.parse(listed.stdout)).toMatchObject({
      plugins: [{ name: 'zeta', state: 'running', source: 'flag', packageName: 'ccproxy-plugin-zeta', error: null }],
    })
  })

  it('packs, and is found where it is installed', async () => {
    await published.npm('pack', directory)
    const project = join(published.folder, 'project')
    await mkdir(project)
    await writeFile(join(project, 'package.json'), '{ "private": true }')
    await published.npm(`install ${join(directory, 'ccproxy-plugin-zeta-0.1.0.tgz')}`, project)
    await using workshop = await openWorkshop()
    const listed = workshop.run(['plugins', 'list', '--json'], {
      program: join(project, 'node_modules/.bin/ccproxy'),
      plugins: [],
      workingDirectory: project,
    })
    expect(await listed.ended()).toBe(0)
    expect(JSON.parse(listed.stdout)).toMatchObject({
      plugins: [{ name: 'zeta', state: 'running', source: 'project', error: null }],
    })
    const manifest: unknown = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'))
    expect(manifest).toMatchObject({ dependencies: { 'ccproxy-plugin-zeta': expect.any(String) } })
  }, 240_000)
})
