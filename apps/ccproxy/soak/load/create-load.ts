// Sends what was planned at an even pace and counts how it ended.
import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { judgeOutcome } from '../checks/judge-outcome.ts'
import type { Problems } from '../checks/problems.ts'
import { Random } from '../random.ts'
import type { Login, ProviderName } from '../servers/login.ts'
import { requestOf } from './client-request.ts'
import { harmless, type Plan, type PlanChoices, planRequest } from './plan.ts'
import { sendRequest } from './send-request.ts'

export interface Load {
  /** Requests that have an end. */
  readonly done: number
  readonly endings: ReadonlyMap<string, number>
  /** Starts requests, `perSecond` of them, until `isOver` and all have ended. */
  run(perSecond: number, isOver: () => boolean): Promise<void>
  /** One that nothing goes wrong with. @returns whether its answer is right */
  ask(changes: Pick<Plan, 'account' | 'provider'> & Partial<Plan>): Promise<boolean>
  /** Ends connections at rest. */
  hangUp(): void
}

export interface LoadOptions extends PlanChoices {
  readonly origin: string
  readonly seed: number
  readonly find: (provider: ProviderName, account: string) => Login
  readonly problems: Problems
}

/** A proxy that is too slow for the pace gets no more than this at once. */
const mostAtOnce = 96
const tickMs = 10

export function createLoad({ origin, find, problems, seed, ...choices }: LoadOptions): Load {
  const random = new Random(seed)
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 })
  const endings = new Map<string, number>()
  const running = new Set<Promise<unknown>>()
  let started = 0
  let done = 0

  async function send(plan: Plan): Promise<boolean> {
    const outcome = await sendRequest(agent, origin, requestOf(plan), plan.client)
    const providers = plan.provider === undefined ? (['claude', 'huggingface'] as const) : [plan.provider]
    // The server ended it in the moment when it was taken. Another number: nobody knows whether the first one arrived.
    if (outcome.end === 'unanswered' && providers.every((provider) => plan.faults[provider] === 'none')) {
      endings.set('0 at rest', (endings.get('0 at rest') ?? 0) + 1)
      return send({ ...plan, number: (started += 1) })
    }
    const logins = providers.map((provider) => find(provider, plan.account))
    const { ending, problem } = judgeOutcome(plan, outcome, logins)
    if (problem !== undefined) problems.add('answer that nothing explains', problem)
    endings.set(ending, (endings.get(ending) ?? 0) + 1)
    done += 1
    return ending === 'right'
  }

  function begin(): void {
    const sending = send(planRequest((started += 1), choices, random)).finally(() => running.delete(sending))
    running.add(sending)
  }

  return {
    endings,
    get done() {
      return done
    },
    async run(perSecond, isOver) {
      const startedBefore = started
      for (const begunAt = performance.now(); !isOver(); await sleep(tickMs)) {
        const due = startedBefore + ((performance.now() - begunAt) / 1000) * perSecond
        while (started < due && running.size < mostAtOnce) begin()
      }
      await Promise.all(running)
    },
    ask: (changes) => send({ ...planRequest((started += 1), choices, random), ...harmless, ...changes }),
    hangUp: () => agent.destroy(),
  }
}
