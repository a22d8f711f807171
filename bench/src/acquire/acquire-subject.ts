import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startProcess } from '../processes/start-process.ts'
import { temporaryFolder } from '../processes/temporary-folder.ts'
import { withinTime } from '../processes/within-time.ts'
import type { SubjectDefinition } from '../row.ts'

export type AcquireFigure = 'acquireMicroseconds' | 'peekMicroseconds' | 'heapGrowthBytes'
export type AcquireFigures = Readonly<Record<AcquireFigure, number>>

const patienceMs = 120_000
const script = fileURLToPath(new URL('./acquire-process.ts', import.meta.url))

/** One figure of a process that asks a token manager for a fresh token a million times. */
export function acquireSubject(name: string, figure: AcquireFigure): SubjectDefinition {
  return {
    name,
    async start(world) {
      const folder = world.use(temporaryFolder())
      return {
        async sample() {
          const command = [process.execPath, '--expose-gc', script, folder.path] as const
          await using started = startProcess(command, { core: 'proxy', ipc: true })
          const ended = new AbortController()
          started.process.once('exit', () => ended.abort())
          const message = once(started.process, 'message', { signal: ended.signal }).catch(() => [])
          const [figures]: unknown[] = await withinTime(message, patienceMs, 'the token manager was not measured')
          if (!isFigures(figures)) throw new Error(`the token manager could not be measured:\n${started.output()}`)
          return { value: figures[figure] }
        },
      }
    },
  }
}

function isFigures(value: unknown): value is AcquireFigures {
  return typeof value === 'object' && value !== null && 'acquireMicroseconds' in value
}
