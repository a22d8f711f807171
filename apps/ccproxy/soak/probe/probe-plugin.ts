// A plugin that looks at the process that it runs in, and can collect its garbage.
import { readdir, readlink } from 'node:fs/promises'
import { ServerResponse } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { queryObjects, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { defineSystemPlugin } from '@ccproxy/core'
import * as v from 'valibot'
import type { Memory, Vitals } from './vitals.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: unknown = runInNewContext('gc')

const timer = setTimeout(() => {}, 0)
clearTimeout(timer)
const delays = monitorEventLoopDelay()
delays.enable()

/** What would pile up if an exchange were not let go of. */
const watched: Readonly<Record<string, Function>> = {
  Timeout: timer.constructor,
  ServerResponse,
  AbortSignal,
}

export const factory = defineSystemPlugin({
  name: 'probe',
  displayName: 'Probe',
  config: v.strictObject({}),
  start: () => ({ routes: { fetch: async ({ url }) => Response.json(await look(new URL(url))) } }),
})

async function look({ pathname, searchParams }: URL): Promise<Memory | Vitals> {
  if (pathname === '/memory') return readMemory()
  return {
    openSockets: await countSockets(),
    resources: countResources(),
    objects: searchParams.has('objects') ? countObjects() : {},
  }
}

function readMemory(): Memory {
  const stallMs = Math.round(delays.max / 1e6)
  delays.reset()
  if (typeof collectGarbage === 'function') collectGarbage()
  const { heapUsed: heapBytes, rss: residentBytes } = process.memoryUsage()
  return { heapBytes, residentBytes, stallMs }
}

function countObjects(): Vitals['objects'] {
  return Object.fromEntries(
    Object.entries(watched).map(([name, kind]) => [name, queryObjects(kind, { format: 'count' })]),
  )
}

function countResources(): Vitals['resources'] {
  const counts: Record<string, number> = {}
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

async function countSockets(): Promise<number> {
  const names = await readdir('/proc/self/fd').catch(() => [])
  // The one of this reading is gone by now.
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')))
  return targets.filter((target) => target.startsWith('socket:')).length
}
