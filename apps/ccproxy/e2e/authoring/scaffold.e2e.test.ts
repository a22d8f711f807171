// `npm create @ccproxy/plugin` in an empty folder, with packages as they are published; nothing is edited.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PackedRegistry, startPackedRegistry } from '../support/packed-registry.js'
import { openWorkshop } from '../support/workshop.js'

let registry: PackedRegistry
beforeAll(async () => {
  registry = await startPackedRegistry()
}, 120_000)
afterAll(() => registry[Symbol.asyncDispose]())

describe('a plugin that npm create wrote', () => {
  let directory: string
  beforeAll(async () => {
    const flags = '--name zeta --flow authorization-code --dialect openai-chat --base-url https://api.zeta.example'
    const said = await registry.npm(`create --yes @ccproxy/plugin -- ${flags}`)
    expect(said).toContain('Created the plugin zeta')
    directory = join(registry.folder, 'ccproxy-plugin-zeta')
    await registry.npm('install', directory)
    // The registry's pace is not ours.
  }, 240_000)

  it('passes its own tests, the conformance run among them', async () => {
    const report = await registry.npm('test -- --reporter=verbose', directory)
    expect(report).toContain('conformance.test.ts')
    expect(report).not.toContain('skipped')
  }, 240_000)

  it('is found where it is developed', async () => {
    await registry.npm('run build', directory)
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
    await registry.npm('pack', directory)
    const project = join(registry.folder, 'project')
    await mkdir(project)
    await writeFile(join(project, 'package.json'), '{ "private": true }')
    await registry.npm(`install ${join(directory, 'ccproxy-plugin-zeta-0.1.0.tgz')}`, project)
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
