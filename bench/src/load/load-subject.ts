import { cpuTimeMicroseconds } from '../processes/process-figures.ts'
import type { Sample, SubjectDefinition } from '../row.ts'
import type { TargetName } from '../targets/targets.ts'
import { checkAnswer } from './check-answer.ts'
import type { Question } from './question.ts'
import { requestBytes } from './request-bytes.ts'
import { runLoad } from './run-load.ts'

export interface LoadSubjectOptions {
  readonly target: TargetName
  /** As the row calls it. Default: the name of the target. */
  readonly name?: string
  readonly question: Question
  readonly connections: number
  /** Below whose prefix it is asked; empty: routed by the model. Default `claude`. */
  readonly provider?: string
  /** What an answer counts as, in the row's unit. Default 1. */
  readonly perAnswer?: number
  /** Asked for in turn by the header that names one. Default: nobody is named. */
  readonly accounts?: readonly string[]
}

/** What runs often is compiled once more by then. */
const warmUpSeconds = 4

/** As much as a server answers, in answers (or what each counts as) per second. */
export function loadSubject(options: LoadSubjectOptions): SubjectDefinition {
  const { target: targetName, name = targetName, question, connections, provider = 'claude', perAnswer = 1 } = options
  return {
    name,
    async start(world) {
      const target = await world.target(targetName)
      const { port, pid, key } = target
      const prefix = target.prefix(provider)
      const [plainRequest, ...named] = [undefined, ...(options.accounts ?? [])].map((account) => {
        const headers = { ...target.headers, ...(account !== undefined && { 'x-ccproxy-account': account }) }
        return requestBytes(question, { port, key, prefix, headers })
      })
      const first = plainRequest ?? Buffer.alloc(0)
      const minimumBytes = await checkAnswer(port, first, perAnswer > 1)
      const requests = named.length > 0 ? named : [first]
      const run = (seconds: number): ReturnType<typeof runLoad> =>
        runLoad({ port, requests, connections, seconds, minimumBytes })
      return {
        async warmUp() {
          // Every account is asked for once, so that its login is read.
          let answers = 0
          do answers += (await run(warmUpSeconds)).answers
          while (answers < requests.length)
        },
        async sample(seconds): Promise<Sample> {
          const before = cpuTimeMicroseconds(pid)
          const { answers, answersPerSecond, p50Ms, p99Ms } = await run(seconds)
          const after = cpuTimeMicroseconds(pid)
          const cpu = before !== undefined && after !== undefined && { cpuMicroseconds: (after - before) / answers }
          return { value: answersPerSecond * perAnswer, p50Ms, p99Ms, ...cpu }
        },
      }
    },
  }
}
