import { setTimeout as sleep } from 'node:timers/promises'
import { waitUntil } from './wait-until.js'

/** What keeps a process open, without connections: the servers of the suite are in this process, too. */
export type ActiveResources = ReadonlyMap<string, number>

const passing = /^(TCPSocket|TLS|Pipe|GetAddrInfo|TCPConnect|PipeConnect|Shutdown|Write|FSReq|CloseReq|Immediate|TTY)/

/** When what is just ending has ended. */
export async function settledResources(): Promise<ActiveResources> {
  await sleep(50)
  return activeResources()
}

function activeResources(): ActiveResources {
  const counts = new Map<string, number>()
  for (const type of process.getActiveResourcesInfo()) {
    if (!passing.test(type)) counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  return counts
}

/** @returns the types of which there are more than `before`, after what is just ending has had a second */
export async function addedResources(before: ActiveResources): Promise<readonly string[]> {
  const added = (): readonly string[] =>
    [...activeResources()].filter(([type, count]) => count > (before.get(type) ?? 0)).map(([type]) => type)
  await waitUntil(() => added().length === 0, 1000)
  return added()
}
