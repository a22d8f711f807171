import { median, percentile } from '../judge/median.ts'
import { withinTime } from '../processes/within-time.ts'
import type { SubjectDefinition } from '../row.ts'
import type { TargetName } from '../targets/targets.ts'
import { AskConnection } from './ask-connection.ts'
import { question } from './question.ts'
import { requestBytes } from './request-bytes.ts'

/** Streams at once: together as many events as 50 people have read to them fast. */
const streams = 50
const patienceMs = 20_000

/** How long an event is on its way from the upstream's write to the client's read, ms. */
export function eventDelaySubject(targetName: TargetName): SubjectDefinition {
  return {
    name: targetName,
    async start(world) {
      const target = await world.target(targetName)
      const { key, headers, port } = target
      const request = requestBytes(question('paced'), { port, key, headers, prefix: target.prefix('claude') })
      const run = async (seconds: number): Promise<number[]> => {
        const until = performance.now() + seconds * 1000
        const delays: number[] = []
        const readers = Array.from({ length: streams }, async () => {
          do await readStream(port, request, delays)
          while (performance.now() < until)
        })
        await Promise.all(readers)
        return delays
      }
      return {
        async warmUp() {
          await run(1)
        },
        async sample(seconds) {
          const delays = await run(seconds)
          const p50Ms = median(delays)
          return { value: p50Ms, p50Ms, p99Ms: percentile(delays, 0.99), worstMs: percentile(delays, 1) }
        },
      }
    },
  }
}

async function readStream(port: number, request: Buffer, delays: number[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let rest = ''
  const connection = new AskConnection(port, {
    onData(chunk, complete) {
      const now = process.hrtime.bigint()
      rest += chunk.toString('latin1')
      let end = 0
      for (const stamp of rest.matchAll(/@(\d+)@/g)) {
        delays.push(Number(now - BigInt(stamp[1] ?? 0)) / 1e6)
        end = stamp.index + stamp[0].length
      }
      rest = rest.slice(end)
      if (complete) resolve()
    },
    onFailure: reject,
  })
  connection.send(request)
  try {
    await withinTime(promise, patienceMs, 'a paced stream did not end')
  } finally {
    connection.close()
  }
}
