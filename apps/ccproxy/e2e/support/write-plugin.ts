// System plugins written by a test: plain modules, as anybody could publish them.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HookEvent } from '@ccproxy/core'
import type { Workshop } from './workshop.js'

/** `start`: code that runs when the plugin starts, with `hooks` at hand. @returns the folder */
export async function writeSystemPlugin(workshop: Workshop, name: string, start: string): Promise<string> {
  const folder = join(workshop.folder, `plugin-${name}`)
  await mkdir(folder)
  const manifest = { apiVersion: 1, kind: 'system', name, entry: '.', displayName: name }
  const packageFile = { name: `ccproxy-plugin-${name}`, version: '1.0.0', type: 'module', exports: './index.js' }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...packageFile, ccproxy: manifest }))
  await writeFile(
    join(folder, 'index.js'),
    `import { appendFileSync } from 'node:fs'
export const factory = {
  apiVersion: 1, kind: 'system', name: '${name}', displayName: '${name}',
  config: { '~standard': { version: 1, vendor: 'test', validate: () => ({ value: {} }) } },
  async create(_settings, { hooks }) {
    const events = ${JSON.stringify(Object.values(HookEvent))}
    ${start}
    return {
      kind: 'system', name: '${name}', displayName: '${name}', routes: undefined, cliCommands: [],
      health: async () => ({ status: 'ok' }), stop: async () => {},
    }
  },
}
`,
  )
  return folder
}
