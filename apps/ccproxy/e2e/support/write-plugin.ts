import { join } from 'node:path'
import { HookEvent } from '@ccproxy/core'
import { pluginCode, writePlugins } from './plugin-packages.js'
import type { Workshop } from './workshop.js'

const atHand = `import { appendFileSync } from 'node:fs'
const events = ${JSON.stringify(Object.values(HookEvent))}
`

/** `start`: code that runs when the plugin starts, with `hooks`, `events` and `appendFileSync` at hand. @returns the folder */
export async function writeSystemPlugin({ folder }: Workshop, name: string, start: string): Promise<string> {
  const packageName = `plugin-${name}`
  await writePlugins(folder, [{ packageName, manifest: { name }, code: atHand + pluginCode(name, { start }) }])
  return join(folder, packageName)
}
