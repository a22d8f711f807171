import { setTimeout as pause } from 'node:timers/promises'
import { residentMegabytes } from '../processes/process-figures.ts'
import { withinTime } from '../processes/within-time.ts'
import { type SubjectDefinition, Unavailable } from '../row.ts'
import type { TargetName } from '../targets/targets.ts'
import { AskConnection } from './ask-connection.ts'
import { oneAnswer } from './check-answer.ts'
import { question } from './question.ts'
import { requestBytes } from './request-bytes.ts'

const openStreams = 1000
/** Opened in groups, so that the queue of new connections is not what is measured. */
const groupSize = 50
const patienceMs = 20_000
const observedMs = 4000
const stepMs = 100

/** What the process holds above its memory when idle while 1,000 streams are open, at most, MB. */
export function openStreamsSubject(targetName: TargetName): SubjectDefinition {
  return {
    name: targetName,
    async start(world) {
      const target = await world.target(targetName)
      const { key, headers, port, pid } = target
      const ask = (scenario: 'json' | 'open'): Buffer =>
        requestBytes(question(scenario), { port, key, headers, prefix: target.prefix('claude') })
      const memory = (): number => {
        const megabytes = residentMegabytes(pid)
        if (megabytes === undefined) throw new Unavailable('this system does not tell what memory a process holds')
        return megabytes
      }
      await oneAnswer(port, ask('json'))
      // Before the first of them: what was once given to streams need not come back.
      const idle = memory()
      return {
        async sample() {
          const streams: OpenStream[] = []
          try {
            while (streams.length < openStreams) {
              const group = Array.from({ length: groupSize }, () => new OpenStream(port, ask('open')))
              streams.push(...group)
              await withinTime(Promise.all(group.map(({ begun }) => begun)), patienceMs, 'a stream did not begin')
            }
            const until = performance.now() + observedMs
            let most = memory()
            while (performance.now() < until) {
              await pause(stepMs)
              most = Math.max(most, memory())
            }
            const broken = streams.find(({ failure }) => failure !== undefined)
            if (broken?.failure !== undefined) throw broken.failure
            return { value: most - idle }
          } finally {
            for (const stream of streams) stream.close()
          }
        },
      }
    },
  }
}

class OpenStream {
  readonly begun: Promise<void>
  failure: Error | undefined
  readonly #connection: AskConnection

  constructor(port: number, request: Buffer) {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.begun = promise
    this.#connection = new AskConnection(port, {
      onData: () => resolve(),
      onFailure: (reason) => {
        this.failure = reason
        reject(reason)
      },
    })
    this.#connection.send(request)
  }

  close(): void {
    this.#connection.close()
  }
}
