// What a hint tells the user to run must exist.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { fakeContext } from './__fixtures__/fake-context.js'
import { commandTree } from './command-tree.js'
import { findCommand } from './find-command.js'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const sources = ['apps/ccproxy/src', 'packages/core/src', 'packages/host/src', 'packages/formats/src']
const plugins = ['azure', 'claude', 'gemini', 'huggingface', 'openai', 'openrouter', 'sandbox']

async function filesBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(root, folder), { recursive: true })
  return names.filter((name) => name.endsWith('.ts') && !name.includes('.test')).map((name) => join(root, folder, name))
}

it('names a command of the program wherever a text says `ccproxy …`', async () => {
  const folders = [...sources, ...plugins.map((name) => `packages/plugin-${name}/src`)]
  const files = (await Promise.all(folders.map(filesBelow))).flat()
  const tree = commandTree(fakeContext().context)
  const unknown: string[] = []
  let seen = 0
  for (const file of files) {
    const text = await readFile(file, 'utf8')
    for (const [, words = ''] of text.matchAll(
      /\bccproxy ((?:auth|config|plugins|serve|env|login|models|doctor)\b(?: [a-z]+)?)/g,
    )) {
      seen += 1
      const named = words.startsWith('serve') ? ['serve'] : words.split(' ')
      await findCommand(tree, named).catch(() => unknown.push(`${file}: ccproxy ${words}`))
    }
  }
  expect(seen).toBeGreaterThan(20)
  expect(unknown).toEqual([])
})
