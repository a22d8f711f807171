import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryDirectory, type TemporaryDirectory } from '@ccproxy/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { controlC, createFakeTerminal, down, enter } from './__fixtures__/fake-terminal.js'
import { type CreatePluginOptions, createPlugin } from './create-plugin.js'
import type { ScaffoldFlags } from './scaffold-flags.js'

let folder: TemporaryDirectory
beforeEach(async () => {
  folder = await createTemporaryDirectory()
})
afterEach(() => folder.remove())

const everything: ScaffoldFlags = { name: 'zeta', yes: true }

function create(flags: ScaffoldFlags, terminal?: CreatePluginOptions['terminal']) {
  return createPlugin({ flags, terminal, workingDirectory: folder.path, environment: {} })
}

const sourceOfZeta = async (name: string) => await readFile(join(folder.path, 'ccproxy-plugin-zeta/src', name), 'utf8')

describe('with flags', () => {
  it('a name and --yes are enough', async () => {
    const created = await create(everything)
    expect(created).toMatchObject({ name: 'zeta', directory: join(folder.path, 'ccproxy-plugin-zeta') })
    expect(await readdir(join(folder.path, 'ccproxy-plugin-zeta', 'src'))).toContain('conformance.test.ts')
    expect(created?.nextSteps.join('\n')).toContain('a guess in src/config.ts: the base URL')
  })

  it('an empty folder is filled, with the package manager of the caller in the next steps', async () => {
    await mkdir(join(folder.path, 'empty'))
    const created = await createPlugin({
      flags: { ...everything, directory: 'empty', 'package-name': '@me/zeta' },
      terminal: undefined,
      workingDirectory: folder.path,
      environment: { npm_config_user_agent: 'pnpm/12.0.0 npm/? node/v24.0.0' },
    })
    expect(created?.nextSteps).toContain('  pnpm install')
    expect(await readFile(join(folder.path, 'empty/package.json'), 'utf8')).toContain('"@me/zeta"')
  })

  it.each<[string, ScaffoldFlags, string, string]>([
    ['a command', { name: 'serve', yes: true }, '"serve" is a command', 'my-serve'],
    ['a first-party plugin', { name: 'claude', yes: true }, 'name of a first-party plugin', 'my-claude'],
    ['letters that cannot be', { name: 'Zeta AI', yes: true }, 'cannot be the name', 'zeta-ai'],
    ['no name', { yes: true }, '--name is missing', 'needs a name'],
    ['nobody to ask', { name: 'zeta', flow: 'api-key' }, '--base-url, --dialect are missing', '--yes'],
    ['a flow', { ...everything, flow: 'browser' }, '"browser" is no flow', 'authorization-code, device-code'],
    ['a dialect', { ...everything, dialect: 'openai' }, '"openai" is no dialect', 'openai-chat'],
    ['a kind', { ...everything, kind: 'plugin' }, '"plugin" is no kind', 'provider, storage, system'],
    [
      'a flow of a storage',
      { ...everything, kind: 'storage', flow: 'api-key' },
      '--flow means nothing',
      '--kind provider',
    ],
    ['a storage without a name', { kind: 'storage' }, '--name is missing', 'needs a name'],
    ['a license', { ...everything, license: 'GPL' }, '"GPL" is no license', 'MIT, none'],
    ['plain http', { ...everything, 'base-url': 'http://api.zeta.example' }, 'base URL must be an https', '127.0.0.1'],
    ['no URL', { ...everything, 'base-url': 'zeta' }, 'base URL must be an https', 'https://'],
    ['a query', { ...everything, 'base-url': 'https://zeta.example/?key=1' }, 'more than host and path', 'Leave out'],
    ['a quote', { ...everything, 'base-url': "https://zeta.example/'" }, 'more than host and path', 'quotes'],
    ['the scope of others', { ...everything, 'package-name': '@ccproxy/plugin-zeta' }, 'scope @ccproxy', 'yours'],
    ['a package name', { ...everything, 'package-name': '../zeta' }, 'name of an npm package', '@me/'],
    ['a display name', { ...everything, 'display-name': "Zeta's" }, 'display name', 'letters'],
    [
      'a pointless endpoint',
      { ...everything, flow: 'api-key', 'token-url': 'https://a.b' },
      'means nothing',
      'device-code',
    ],
  ])('%s is refused, and nothing written', async (_what, flags, message, hint) => {
    await expect(create(flags)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    })
    expect(await readdir(folder.path)).toEqual([])
  })
})

it.each(['storage', 'system'])('writes a %s plugin from its kind and its name alone', async (kind) => {
  const created = await create({ kind, name: 'zeta' })
  expect(created?.nextSteps.join('\n')).not.toContain('guess')
  expect(await sourceOfZeta('plugin.ts')).toContain(kind === 'storage' ? 'defineStoragePlugin' : 'defineSystemPlugin')
})

describe('what is there already', () => {
  it('is never written over', async () => {
    const theirs = join(folder.path, 'ccproxy-plugin-zeta')
    await mkdir(theirs)
    await writeFile(join(theirs, 'package.json'), 'theirs')
    await expect(create(everything)).rejects.toMatchObject({ message: expect.stringContaining('is not empty') })
    expect(await readdir(theirs)).toEqual(['package.json'])
    await writeFile(join(folder.path, 'file'), '')
    await expect(create({ ...everything, directory: 'file' })).rejects.toMatchObject({
      message: expect.stringContaining('is no folder'),
    })
  })

  it('a folder that cannot be finished is not left behind', async () => {
    await writeFile(join(folder.path, 'file'), '')
    await expect(create({ ...everything, directory: 'file/below' })).rejects.toMatchObject({
      hint: expect.stringContaining('--directory'),
    })
    expect(await readdir(folder.path)).toEqual(['file'])
  })
})

const questions = [
  ['What kind of plugin', [enter]],
  ['as in paths and commands', ['Zeta AI', enter]],
  ['Name for people', [enter]],
  ['Where is its API?', ['https://api.zeta.example/', enter]],
  ['What does it speak?', [down, down, enter]],
  ['How do people sign in?', [down, enter]],
] as const

describe('with questions', () => {
  it('asks for what is missing, and again after a wrong answer', async () => {
    const terminal = createFakeTerminal()
    const creating = create({ 'display-name': 'Zeta' }, terminal)
    await terminal.answer('What kind of plugin', enter)
    await terminal.answer('as in paths and commands', 'claude', enter)
    await terminal.answer('first-party plugin', '\b'.repeat(6), 'zeta', enter)
    for (const [question, keys] of questions.slice(3)) await terminal.answer(question, ...keys)
    expect(await creating).toMatchObject({ name: 'zeta' })
    expect(terminal.screen()).not.toContain('Name for people')
    const texts = ['adapter.ts', 'plugin.ts', 'config.ts'].map(async (name) => await sourceOfZeta(name))
    expect(await Promise.all(texts)).toEqual([
      expect.stringContaining("dialects: ['anthropic-messages']"),
      expect.stringContaining("kind: 'device-code'"),
      expect.stringContaining("baseUrl: 'https://api.zeta.example',"),
    ])
  })

  it('asks for no kind when a flag says that the plugin is a provider, and for no API when it is a system plugin', async () => {
    const terminal = createFakeTerminal()
    const creating = create({ kind: 'system' }, terminal)
    await terminal.answer('as in paths and commands', 'zeta', enter)
    await terminal.answer('Name for people', enter)
    expect(await creating).toMatchObject({ name: 'zeta' })
    expect(terminal.screen()).not.toMatch(/What kind|API/)
    const other = createFakeTerminal()
    const giving = create({ flow: 'api-key' }, other)
    await other.answer('as in paths and commands', controlC)
    expect(await giving).toBeUndefined()
    expect(other.screen()).not.toContain('What kind')
  })

  it.each(questions.map(([question], index) => [question, index]))(
    'Ctrl-C at "%s" leaves nothing behind',
    async (_question, last) => {
      const terminal = createFakeTerminal()
      const creating = create({}, terminal)
      for (const [index, [question, keys]] of questions.slice(0, last + 1).entries()) {
        const answer = index === 1 ? ['zeta', enter] : keys
        await terminal.answer(question, ...(index === last ? [controlC] : answer))
      }
      expect(await creating).toBeUndefined()
      expect(await readdir(folder.path)).toEqual([])
    },
  )
})
