import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Served, Workshop } from './workshop.js'

const hourMs = 3_600_000

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString()

/**
 * Makes the stored login of plugin-claude one that ended an hour ago, as another process would, and waits until every
 * server given has seen it. The access token itself still works: what is sent afterwards was renewed on purpose.
 */
export async function expireLogin(workshop: Workshop, ...servers: readonly Served[]): Promise<void> {
  const credential = await workshop.credential('claude')
  const expired = {
    ...credential,
    revision: `expired-${Date.now()}`,
    obtained_at: ago(2 * hourMs),
    expires_at: ago(hourMs),
  }
  const draft = join(workshop.directory, 'expired.tmp')
  await writeFile(draft, JSON.stringify(expired), { mode: 0o600 })
  await rename(draft, join(workshop.directory, 'credentials', 'claude', 'default.json'))
  await Promise.all(servers.map(sawIt))
}

async function sawIt(served: Served): Promise<void> {
  for (const deadline = Date.now() + 10_000; ; await delay(20)) {
    const { text } = await served.ask('/auth/status')
    if (text.includes('"state":"expired"')) return
    if (Date.now() > deadline) throw new Error(`the change was not seen:\n${text}`)
  }
}
