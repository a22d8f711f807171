import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseManifest } from '@ccproxy/core'
import { createTemporaryDirectory, type TemporaryDirectory } from '@ccproxy/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeContext } from '../__fixtures__/fake-context.js'
import { commandTree } from '../command-tree.js'

let folder: TemporaryDirectory
beforeEach(async () => {
  folder = await createTemporaryDirectory()
})
afterEach(() => folder.remove())

it('writes a plugin and says what to do next', async () => {
  const { run, stdout } = fakeContext()
  const directory = join(folder.path, 'zeta')
  expect(await run('plugins', 'scaffold', '--name', 'zeta', '--yes', '--directory', directory)).toBe(0)
  expect(await readdir(directory)).toContain('package.json')
  expect(stdout()).toMatch(/^Created the plugin zeta in .*\n\n {2}cd .*\n {2}npm install\n/)
})

it.each([
  [['--name', 'claude', '--yes'], 'is the name of a first-party plugin', 'my-claude'],
  [['--name', 'zeta'], '--base-url, --dialect, --flow are missing', '--yes'],
  [['--flow', 'browser'], 'unknown value of --flow: browser', 'ccproxy plugins scaffold --help'],
  [['--nmae', 'zeta'], 'unknown flag --nmae', '--name'],
])('%j is a wrong call', async (flags, message, hint) => {
  const { run, stderr } = fakeContext()
  expect(await run('plugins', 'scaffold', ...flags)).toBe(2)
  expect(stderr()).toContain(message)
  expect(stderr()).toContain(hint)
})

it('Ctrl-C at a question leaves nothing behind and exits 130', async () => {
  const { run, keyboard, plain } = fakeContext({ terminal: true })
  keyboard.write('\u0003')
  expect(await run('plugins', 'scaffold', '--directory', join(folder.path, 'zeta'))).toBe(130)
  expect(plain()).toContain('Nothing was written.')
  expect(await readdir(folder.path)).toEqual([])
})

async function scaffoldCalled(name: string): Promise<string> {
  const { run, stderr } = fakeContext()
  const code = await run('plugins', 'scaffold', '--yes', '--name', name, '--directory', join(folder.path, name))
  return `${code} ${stderr()}`
}

describe('names that the program keeps for itself', () => {
  it('are refused: every command', async () => {
    const commands = Object.keys(commandTree(fakeContext().context).subCommands ?? {})
    for (const name of commands) expect(await scaffoldCalled(name)).toContain(`2 error: "${name}" is a command`)
  })

  it('are refused: every plugin of ours', async () => {
    const packages = await readdir(new URL('../../../../../packages/', import.meta.url))
    const names = packages.filter((name) => name.startsWith('plugin-')).map((name) => name.slice('plugin-'.length))
    expect(names).toContain('claude')
    for (const name of names)
      expect(await scaffoldCalled(name)).toContain(`2 error: "${name}" is the name of a first-party`)
  })

  it('are the same in the manifest', async () => {
    const manifest = { apiVersion: 1, kind: 'provider', entry: '.', displayName: 'Zeta' }
    const words = ['v1', 'v1beta', 'auth', 'health', 'plugins', 'metrics', 'dashboard', 'doctor', 'help', 'zeta']
    for (const name of words) {
      const refused = (await scaffoldCalled(name)).startsWith('2')
      expect([name, parseManifest({ ...manifest, name }).issues !== undefined]).toEqual([name, refused])
    }
  })
})
