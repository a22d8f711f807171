// Plugins from a registry into the configuration directory, by the npm of the user; nothing of a package runs meanwhile.
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type PackageRegistry, startPackageRegistry } from './support/package-registry.js'
import { pluginCode } from './support/plugin-packages.js'
import { openWorkshop, type Workshop } from './support/workshop.js'

const manifest = { apiVersion: 1, kind: 'system', name: 'acme', entry: '.', displayName: 'Acme', requires: [] }
const acme = { name: '@acme/ccproxy-plugin', type: 'module', exports: './index.js', ccproxy: manifest }
const code = { 'index.js': pluginCode('acme') }

async function openShop(registry: PackageRegistry): Promise<Workshop> {
  const workshop = await openWorkshop()
  workshop.environment['npm_config_registry'] = registry.url
  workshop.environment['npm_config_fetch_retries'] = '0'
  workshop.environment['npm_config_cache'] = join(workshop.folder, 'npm-cache')
  return workshop
}

async function ccproxy(workshop: Workshop, ...args: readonly string[]) {
  const program = workshop.run(args, { plugins: [] })
  const exit = await program.ended()
  return { exit, stdout: program.stdout, stderr: program.stderr }
}

async function listed(workshop: Workshop): Promise<unknown> {
  return JSON.parse((await ccproxy(workshop, 'plugins', 'list', '--json')).stdout).plugins
}

it('adds an exact version with its integrity, replaces it, and removes it', async () => {
  await using registry = await startPackageRegistry()
  await using workshop = await openShop(registry)
  await registry.publish({ ...acme, version: '1.0.0' }, code)
  await registry.publish({ ...acme, version: '1.1.0' }, code)

  const added = await ccproxy(workshop, 'plugins', 'add', '@acme/ccproxy-plugin@1.0.0')
  expect(added).toMatchObject({ exit: 0, stdout: expect.stringContaining('✓ Added Acme: @acme/ccproxy-plugin 1.0.0') })
  const lock = JSON.parse(await readFile(join(workshop.directory, 'plugins/package-lock.json'), 'utf8'))
  expect(lock.packages['node_modules/@acme/ccproxy-plugin']).toMatchObject({
    version: '1.0.0',
    integrity: expect.stringMatching(/^sha512-/),
  })
  expect(JSON.parse(await readFile(join(workshop.directory, 'plugins/package.json'), 'utf8'))).toMatchObject({
    private: true,
    dependencies: { '@acme/ccproxy-plugin': '1.0.0' },
  })
  expect(await listed(workshop)).toMatchObject([{ name: 'acme', version: '1.0.0', state: 'running', source: 'config' }])

  expect((await ccproxy(workshop, 'plugins', 'add', '@acme/ccproxy-plugin')).exit).toBe(0)
  expect(await listed(workshop)).toMatchObject([{ name: 'acme', version: '1.1.0' }])

  const removed = await ccproxy(workshop, 'plugins', 'remove', 'acme')
  expect(removed).toMatchObject({ exit: 0, stdout: expect.stringContaining('✓ Removed @acme/ccproxy-plugin.') })
  expect(await listed(workshop)).toEqual([])
  expect(await ccproxy(workshop, 'plugins', 'remove', 'acme')).toMatchObject({
    exit: 1,
    stderr: expect.stringContaining('acme is not among the plugins that were added'),
  })
})

it('runs no script of a package, nor its code', async () => {
  await using registry = await startPackageRegistry()
  await using workshop = await openShop(registry)
  const canary = join(workshop.folder, 'canary')
  const write = `require('node:fs').writeFileSync(${JSON.stringify(canary)}, '')`
  const scripts = { preinstall: `node -e "${write.replaceAll('"', '\\"')}"`, postinstall: 'node canary.cjs' }
  await registry.publish(
    { ...acme, version: '1.0.0', scripts },
    {
      'index.js': `(await import('node:fs')).writeFileSync(${JSON.stringify(canary)}, '')`,
      'canary.cjs': write,
    },
  )
  expect((await ccproxy(workshop, 'plugins', 'add', '@acme/ccproxy-plugin')).exit).toBe(0)
  await expect(access(canary)).rejects.toThrow('ENOENT')
})

it.each([
  ['is no plugin', {}, { name: 'left-pad', ccproxy: undefined }, 'left-pad', 'left-pad 1.0.0 is no plugin'],
  ['takes a name of ours', { name: 'claude' }, {}, '@acme/ccproxy-plugin', 'the name of a first-party plugin'],
  [
    'needs another core',
    {},
    { peerDependencies: { '@ccproxy/core': '>=99' } },
    '@acme/ccproxy-plugin',
    '@ccproxy/core >=99',
  ],
])('takes out again what %s', async (_what, changes, file, name, reason) => {
  await using registry = await startPackageRegistry()
  await using workshop = await openShop(registry)
  const peers = { peerDependenciesMeta: { '@ccproxy/core': { optional: true } } }
  await registry.publish({ ...acme, ...peers, ccproxy: { ...manifest, ...changes }, ...file, version: '1.0.0' }, code)
  const added = await ccproxy(workshop, 'plugins', 'add', name)
  expect(added).toMatchObject({ exit: 1, stderr: expect.stringContaining(reason) })
  expect(await listed(workshop)).toEqual([])
})

it('keeps the version that was there when a new one is not what the registry vouched for', async () => {
  await using registry = await startPackageRegistry()
  await using workshop = await openShop(registry)
  await registry.publish({ ...acme, version: '1.0.0' }, code)
  expect((await ccproxy(workshop, 'plugins', 'add', '@acme/ccproxy-plugin')).exit).toBe(0)
  await registry.publish({ ...acme, version: '1.1.0' }, code)
  registry.tamper('@acme/ccproxy-plugin')
  const added = await ccproxy(workshop, 'plugins', 'add', '@acme/ccproxy-plugin')
  expect(added).toMatchObject({ exit: 1, stderr: expect.stringContaining('not the one that the registry vouches for') })
  expect(await listed(workshop)).toMatchObject([{ name: 'acme', version: '1.0.0', state: 'running' }])
})

it('says what is wrong with the request, the registry or the folder', async () => {
  await using registry = await startPackageRegistry()
  await using workshop = await openShop(registry)
  expect(await ccproxy(workshop, 'plugins', 'add', 'claude')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('Use: ccproxy plugins add @ccproxy/plugin-claude'),
  })
  expect(await ccproxy(workshop, 'plugins', 'add', 'nobody-published-this')).toMatchObject({
    exit: 1,
    stderr: expect.stringMatching(/nobody-published-this@latest could not be looked up/),
  })
  workshop.environment['npm_config_registry'] = 'http://127.0.0.1:1'
  expect(await ccproxy(workshop, 'plugins', 'add', 'acme-plugin')).toMatchObject({
    exit: 1,
    stderr: expect.stringContaining('CCPROXY_PLUGIN_INSTALL'),
  })
  workshop.environment['PATH'] = ''
  expect(await ccproxy(workshop, 'plugins', 'add', 'acme-plugin')).toMatchObject({
    exit: 1,
    stderr: expect.stringContaining('npm was not found'),
  })
})
