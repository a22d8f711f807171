import { mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestFolder, type TestFolder, type TestPackage } from '../__fixtures__/plugin-folder.js'
import { coreVersion } from './core-version.js'
import { type Discovery, discoverPlugins } from './discover-plugins.js'

let folder: TestFolder
beforeEach(async () => {
  folder = await createTestFolder()
})
afterEach(async () => {
  await folder.remove()
})

interface Where {
  readonly workingDirectory?: string
  readonly programPath?: string
  readonly pluginPaths?: readonly string[]
  readonly toml?: string
}

async function discover(where: Where = {}): Promise<Discovery> {
  return discoverPlugins({
    configuration: await folder.configuration(where.toml),
    workingDirectory: join(folder.path, where.workingDirectory ?? ''),
    programPath: join(folder.path, where.programPath ?? 'bin/ccproxy.js'),
    pluginPaths: where.pluginPaths ?? [],
  })
}

const names = (discovery: Discovery) => discovery.plugins.map(({ name, source }) => [name, source])
const verdicts = (discovery: Discovery) =>
  discovery.rejected.map(({ name, state, error }) => [name, state, error?.code.replace('CCPROXY_PLUGIN_', '')])

const projectFile = (dependencies: object) => JSON.stringify({ name: 'project', ...dependencies })

describe('where plugins are found', () => {
  it('--plugin names a folder, relative to the working directory', async () => {
    const directory = await folder.plugin('work/mine', 'mine')
    const discovery = await discover({ workingDirectory: 'work', pluginPaths: ['mine'] })
    expect(discovery.plugins).toMatchObject([
      {
        name: 'mine',
        kind: 'system',
        packageName: 'ccproxy-plugin-mine',
        version: '1.0.0',
        directory,
        source: 'flag',
        entryFile: join(directory, 'index.js'),
      },
    ])
  })

  it('--plugin that points at nothing, or at no plugin, is reported', async () => {
    await folder.plugin('other', 'other', { ccproxy: null })
    expect(verdicts(await discover({ pluginPaths: ['nowhere', 'other'] }))).toEqual([
      ['nowhere', 'failed', 'NOT_FOUND'],
      ['other', 'failed', 'MANIFEST_INVALID'],
    ])
  })

  it('the project gives its direct dependencies, never transitive ones', async () => {
    await folder.write(
      'project/package.json',
      projectFile({
        dependencies: { 'ccproxy-plugin-one': '1', 'left-pad': '1', 'not-there': '1' },
        devDependencies: { '@me/two': '1' },
        optionalDependencies: { three: '1' },
      }),
    )
    await folder.plugin('project/node_modules/ccproxy-plugin-one', 'one')
    await folder.plugin('project/node_modules/@me/two', 'two')
    await folder.plugin('project/node_modules/three', 'three')
    await folder.plugin('project/node_modules/left-pad', 'left-pad', { ccproxy: null })
    await folder.plugin('project/node_modules/transitive', 'transitive')
    await folder.plugin('project/node_modules/left-pad/node_modules/nested', 'nested')
    const discovery = await discover({
      workingDirectory: 'project/src/deep',
      programPath: 'project/node_modules/.bin/ccproxy',
    })
    expect(names(discovery)).toEqual([
      ['one', 'project'],
      ['two', 'project'],
      ['three', 'project'],
    ])
    expect(discovery.rejected).toEqual([])
  })

  it('a cloned folder gives nothing to a program that was started elsewhere', async () => {
    await folder.write('cloned/package.json', projectFile({ dependencies: { claude: '1', one: '1' } }))
    await folder.plugin('cloned/node_modules/one', 'one')
    await folder.plugin('cloned/node_modules/claude', 'claude')
    const discovery = await discover({ workingDirectory: 'cloned' })
    expect(discovery.plugins).toEqual([])
    expect(discovery.rejected).toEqual([])
    expect(discovery.places[0]).toMatchObject({ source: 'project', skipped: expect.stringContaining('not started') })
  })

  it('a cloned folder cannot pose as the place of the program by a link, nor reach out by a name', async () => {
    await folder.plugin('global/lib/node_modules/@ccproxy/cli', 'cli', { ccproxy: null })
    await folder.plugin('cloned/evil', 'evil')
    await folder.write('cloned/package.json', projectFile({ dependencies: { '../../../cloned/evil': '1' } }))
    await symlink(join(folder.path, 'global/lib/node_modules'), join(folder.path, 'cloned/node_modules'))
    const programPath = 'global/lib/node_modules/@ccproxy/cli/index.js'
    expect((await discover({ workingDirectory: 'cloned', programPath })).plugins).toEqual([])
    await folder.write('global/lib/package.json', projectFile({ dependencies: { '../../../cloned/evil': '1' } }))
    expect((await discover({ workingDirectory: 'cloned', programPath })).plugins).toEqual([])
  })

  it('pnpm: links into the store, known by their real path', async () => {
    await folder.write('project/package.json', projectFile({ dependencies: { one: '1', alias: '1' } }))
    const real = await folder.plugin('project/node_modules/.pnpm/one@1/node_modules/one', 'one')
    await symlink(real, join(folder.path, 'project/node_modules/one'))
    await symlink(real, join(folder.path, 'project/node_modules/alias'))
    await folder.plugin('project/node_modules/.pnpm/cli@1/node_modules/sibling', 'sibling')
    const discovery = await discover({
      workingDirectory: 'project',
      programPath: 'project/node_modules/.pnpm/cli@1/node_modules/@ccproxy/cli/bin/ccproxy.js',
    })
    expect(discovery.plugins).toMatchObject([{ name: 'one', packageName: 'one', directory: real }])
    expect(discovery.rejected).toEqual([])
  })

  it('the configuration directory gives what was installed there', async () => {
    await folder.write('config/plugins/package.json', projectFile({ dependencies: { one: '1' } }))
    await folder.plugin('config/plugins/node_modules/one', 'one')
    await folder.plugin('config/plugins/node_modules/transitive', 'transitive')
    expect(names(await discover())).toEqual([['one', 'config']])
  })

  it('a global install gives the siblings of the program, found through the link in the path', async () => {
    await folder.plugin('lib/node_modules/@ccproxy/cli', 'cli', { ccproxy: null })
    await folder.plugin('lib/node_modules/@me/two', 'two')
    await folder.plugin('lib/node_modules/one', 'one')
    await folder.plugin('lib/node_modules/one/node_modules/nested', 'nested')
    await mkdir(join(folder.path, 'usr/bin'), { recursive: true })
    await symlink(join(folder.path, 'lib/node_modules/@ccproxy/cli/index.js'), join(folder.path, 'usr/bin/ccproxy'))
    expect(names(await discover({ programPath: 'usr/bin/ccproxy' }))).toEqual([
      ['two', 'global'],
      ['one', 'global'],
    ])
  })

  it('a program that runs from an install with a package.json gives its direct dependencies', async () => {
    await folder.write('npx/package.json', projectFile({ dependencies: { one: '1' } }))
    await folder.plugin('npx/node_modules/one', 'one')
    await folder.plugin('npx/node_modules/transitive', 'transitive')
    await folder.write('elsewhere/package.json', projectFile({}))
    const programPath = 'npx/node_modules/.bin/ccproxy'
    expect(names(await discover({ workingDirectory: 'elsewhere', programPath }))).toEqual([['one', 'global']])
  })

  it('directories of the settings hold one plugin or several', async () => {
    await folder.plugin('shelf/one', 'one')
    await folder.plugin('shelf/@me/two', 'two')
    await folder.plugin('single', 'single')
    const toml = `plugin_discovery.directories = ["../shelf", "../single", "../nowhere"]`
    expect(names(await discover({ toml }))).toEqual([
      ['two', 'directory'],
      ['one', 'directory'],
      ['single', 'directory'],
    ])
  })

  it('says where it looked, in order', async () => {
    const discovery = await discover({ pluginPaths: ['x'], toml: 'plugin_discovery.directories = ["/y"]' })
    expect(discovery.places.map(({ source }) => source)).toEqual(['flag', 'project', 'config', 'global', 'directory'])
  })

  it("refuses Yarn's Plug'n'Play with a way out", async () => {
    await expect(
      discover({ programPath: 'p/.yarn/unplugged/x/node_modules/@ccproxy/cli/index.js' }),
    ).rejects.toMatchObject({ code: 'CCPROXY_PLUGIN_NOT_FOUND', hint: expect.stringContaining('nodeLinker') })
  })
})

describe('the first of a name wins', () => {
  it('and the other is reported as shadowed', async () => {
    const first = await folder.plugin('first', 'same', { file: { name: 'first-package' } })
    await folder.plugin('second', 'same', { file: { name: 'second-package' } })
    const discovery = await discover({ pluginPaths: ['first', 'second'] })
    expect(discovery.plugins).toMatchObject([{ name: 'same', directory: first }])
    expect(verdicts(discovery)).toEqual([['same', 'shadowed', 'DUPLICATE']])
    expect(discovery.rejected[0]?.error?.message).toContain(first)
  })

  it('one that did not pass the gates takes no name', async () => {
    await folder.plugin('first', 'same', { ccproxy: { apiVersion: 2 } })
    const second = await folder.plugin('second', 'same')
    const discovery = await discover({ pluginPaths: ['first', 'second'] })
    expect(discovery.plugins).toMatchObject([{ directory: second }])
    expect(verdicts(discovery)).toEqual([['same', 'failed', 'API_VERSION']])
  })

  it('a package that is found twice is one', async () => {
    await folder.plugin('one', 'one')
    await symlink(join(folder.path, 'one'), join(folder.path, 'link'))
    const discovery = await discover({ pluginPaths: ['one', './one', 'link'] })
    expect(discovery.plugins).toHaveLength(1)
    expect(discovery.rejected).toEqual([])
  })
})

describe('gates that need no code', () => {
  it.each<[string, TestPackage, string]>([
    ['an unknown apiVersion', { ccproxy: { apiVersion: 2, kind: 'router' } }, 'API_VERSION'],
    ['no apiVersion', { ccproxy: { apiVersion: undefined } }, 'MANIFEST_INVALID'],
    ['a kind that is none', { ccproxy: { kind: 'router' } }, 'MANIFEST_INVALID'],
    ['an entry that is a file path', { ccproxy: { entry: '../index.js' } }, 'MANIFEST_INVALID'],
    ['a manifest that is no object', { file: { ccproxy: 'yes' } }, 'MANIFEST_INVALID'],
    ['the name of a command', { ccproxy: { name: 'serve' } }, 'MANIFEST_INVALID'],
    ['a newer core', { file: { peerDependencies: { '@ccproxy/core': '>=99' } } }, 'PEER_RANGE'],
    ['a range that is none', { file: { peerDependencies: { '@ccproxy/core': 'soon' } } }, 'PEER_RANGE'],
    ['an entry that is not exported', { ccproxy: { entry: './other' } }, 'ENTRY'],
    ['no exports', { file: { exports: undefined } }, 'ENTRY'],
    ['an entry that does not exist', { file: { exports: './dist/index.js' } }, 'ENTRY'],
    ['an entry for CommonJS only', { file: { exports: { '.': { require: './index.js' } } } }, 'ENTRY'],
    ['an entry outside the package', { file: { exports: '../outside.js' } }, 'ENTRY'],
    ['an entry that links out of the package', { file: { exports: './link.js' } }, 'ENTRY'],
  ])('%s fails, and the others are found', async (_name, broken, code) => {
    await folder.plugin('broken', 'broken', broken)
    await folder.write('outside.js', '')
    await symlink(join(folder.path, 'outside.js'), join(folder.path, 'broken/link.js'))
    await folder.plugin('good', 'good')
    const discovery = await discover({ pluginPaths: ['broken', 'good'] })
    expect(discovery.rejected).toMatchObject([{ state: 'failed', error: { code: `CCPROXY_PLUGIN_${code}` } }])
    expect(names(discovery)).toEqual([['good', 'flag']])
  })

  it.each<[string, TestPackage]>([
    ['our own core', { file: { peerDependencies: { '@ccproxy/core': `^${coreVersion()}` } } }],
    ['a workspace', { file: { peerDependencies: { '@ccproxy/core': 'workspace:^' } } }],
    ['conditions', { file: { exports: { '.': { types: './x.d.ts', node: { import: './index.js' } } } } }],
    ['a subpath', { ccproxy: { entry: './ccproxy' }, file: { exports: { './ccproxy': './index.js' } } }],
  ])('%s passes', async (_name, good) => {
    await folder.plugin('good', 'good', good)
    expect(names(await discover({ pluginPaths: ['good'] }))).toEqual([['good', 'flag']])
  })

  it.each([
    ['{ "ccproxy": ', [['one', 'failed', 'MANIFEST_INVALID']]],
    ['[]', []],
    ['{ "name": ', []],
  ])('a package.json that holds %s', async (text, expected) => {
    await folder.write('config/plugins/package.json', '{"dependencies":{"one":"1"}}')
    await folder.write('config/plugins/node_modules/one/package.json', text)
    expect(verdicts(await discover())).toEqual(expected)
  })

  it('a package.json that cannot be read is reported', async () => {
    await mkdir(join(folder.path, 'one'))
    await symlink('package.json', join(folder.path, 'one/package.json'))
    expect(verdicts(await discover({ pluginPaths: ['one'] }))).toEqual([['one', 'failed', 'MANIFEST_INVALID']])
  })
})

describe('names of first-party plugins', () => {
  it('belong to @ccproxy packages, by the name that they were installed under', async () => {
    await folder.write('config/plugins/package.json', '{"dependencies":{"evil":"1","@ccproxy/plugin-gemini":"1"}}')
    await folder.plugin('config/plugins/node_modules/evil', 'claude', { file: { name: '@ccproxy/plugin-claude' } })
    await folder.plugin('config/plugins/node_modules/@ccproxy/plugin-gemini', 'gemini', { file: { name: 'x' } })
    const discovery = await discover()
    expect(verdicts(discovery)).toEqual([['claude', 'failed', 'RESERVED_NAME']])
    expect(discovery.plugins).toMatchObject([{ name: 'gemini', packageName: '@ccproxy/plugin-gemini' }])
  })

  it('are open to a package that the user points at', async () => {
    await folder.plugin('mine', 'claude', { file: { name: 'mine' } })
    expect(names(await discover({ pluginPaths: ['mine'] }))).toEqual([['claude', 'flag']])
  })
})

describe('allow and deny', () => {
  const reserved = { ccproxy: { enabledByDefault: false } }
  it.each([
    ['', ['one']],
    ['enabled_plugins = ["one", "shy"]', ['one', 'shy']],
    ['enabled_plugins = ["shy"]', ['shy']],
    ['enabled_plugins = []', []],
    ['disabled_plugins = ["one"]', []],
    ['enabled_plugins = ["one"]\ndisabled_plugins = ["one"]', []],
    ['plugins.one.enabled = false', []],
    ['plugins.shy.enabled = true', ['one', 'shy']],
    ['enabled_plugins = ["one"]\nplugins.shy.enabled = true', ['one']],
  ])('%j runs %j', async (toml, expected) => {
    await folder.plugin('one', 'one')
    await folder.plugin('shy', 'shy', reserved)
    const discovery = await discover({ toml, pluginPaths: ['one', 'shy'] })
    expect(discovery.plugins.map(({ name }) => name)).toEqual(expected)
    for (const report of discovery.rejected) {
      expect(report).toMatchObject({ state: 'disabled', error: { code: 'CCPROXY_PLUGIN_DISABLED' } })
    }
  })

  it('a project that narrows the list does not thereby ask for a plugin', async () => {
    await folder.plugin('shy', 'shy', reserved)
    await folder.write('.ccproxy.toml', 'enabled_plugins = ["shy"]')
    expect((await discover({ pluginPaths: ['shy'] })).plugins).toEqual([])
    const toml = 'enabled_plugins = ["shy", "one"]'
    expect((await discover({ toml, pluginPaths: ['shy'] })).plugins).toHaveLength(1)
  })
})

it('runs no code of any package', async () => {
  const canary = `import { writeFileSync } from 'node:fs'\nwriteFileSync(new URL('canary', import.meta.url), '')\n`
  for (const [directory, ccproxy] of Object.entries({
    good: {},
    old: { apiVersion: 2 },
    off: {},
    again: { name: 'good' },
  })) {
    await folder.plugin(directory, directory, { ccproxy, code: canary, file: { main: './index.js' } })
  }
  const pluginPaths = ['good', 'old', 'off', 'again']
  const discovery = await discover({ pluginPaths, toml: 'disabled_plugins = ["off"]' })
  expect(discovery.plugins).toHaveLength(1)
  for (const directory of pluginPaths) expect(await readdir(join(folder.path, directory))).not.toContain('canary')
  await import(/* @vite-ignore */ discovery.plugins[0]?.entryFile ?? '')
  expect(await readdir(join(folder.path, 'good'))).toContain('canary')
})
