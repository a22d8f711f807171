import { median, percentile } from '../judge/median.ts'
import { withinTime } from '../processes/within-time.ts'
import type { SubjectDefinition } from '../row.ts'
import type { TargetName } from '../targets/targets.ts'
import { AskConnection } from './ask-connection.ts'
import { type QuestionOptions, question } from './question.ts'
import { requestBytes } from './request-bytes.ts'

export interface FirstEventOptions extends QuestionOptions {
  readonly target: TargetName
  readonly name?: string
}

const streamsPerSample = 20
const patienceMs = 10_000

/** From the request to the first event of a stream whose upstream waits after it, ms. */
export function firstEventSubject({
  target: targetName,
  name = targetName,
  ...options
}: FirstEventOptions): SubjectDefinition {
  return {
    name,
    async start(world) {
      const target = await world.target(targetName)
      const { key, headers, port } = target
      const request = requestBytes(question('held', options), { port, key, headers, prefix: target.prefix('claude') })
      const run = async (): Promise<number[]> => {
        const times: number[] = []
        for (let asked = 0; asked < streamsPerSample; asked += 1) times.push(await timeToFirstEvent(port, request))
        return times
      }
      return {
        async warmUp() {
          await run()
        },
        async sample() {
          const times = await run()
          const p50Ms = median(times)
          return { value: p50Ms, p50Ms, p99Ms: percentile(times, 0.99), worstMs: percentile(times, 1) }
        },
      }
    },
  }
}

/** Leaves as soon as it is there. */
async function timeToFirstEvent(port: number, request: Buffer): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  let text = ''
  const asked = performance.now()
  const connection = new AskConnection(port, {
    onData(chunk) {
      text += chunk.toString('latin1')
      if (text.includes('data: {')) resolve(performance.now() - asked)
    },
    onFailure: reject,
  })
  connection.send(request)
  try {
    return await withinTime(promise, patienceMs, 'no first event came')
  } finally {
    connection.close()
  }
}
