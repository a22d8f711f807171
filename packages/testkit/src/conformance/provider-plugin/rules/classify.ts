import type { FailureKind } from '@ccproxy/core'
import { withPassage } from '../bench/pass-through.js'
import { refusalBody, refuse } from '../bench/provider-refusals.js'
import { waitUntil } from '../bench/wait-until.js'
import type { FlowUnderTest } from '../flow-under-test.js'
import { isRecord } from '../is-record.js'
import type { Finding, FlowRule } from '../rule.js'

type Status = 401 | 429 | 500 | 503

function ruleFor(id: string, title: string, statuses: readonly Status[], right: readonly FailureKind[]): FlowRule {
  const check = async (flow: FlowUnderTest): Promise<readonly Finding[]> => {
    const findings: Finding[] = []
    for (const status of statuses) findings.push(...(await judge(flow, status, right)))
    return findings
  }
  return { about: 'flow', id, title, check }
}

export const classifyRejection = ruleFor(
  'classify-401',
  'a 401 counts as a rejected credential',
  [401],
  ['credential-rejected'],
)

export const classifyPace = ruleFor(
  'classify-429',
  'a 429 counts as pace or quota, never as a rejected credential',
  [429],
  ['rate-limited', 'quota-exhausted'],
)

export const classifyServer = ruleFor(
  'classify-5xx',
  "a 500 and a 503 count as the server's failure, and reach the client as they are",
  [500, 503],
  ['server-error', 'overloaded'],
)

async function judge(flow: FlowUnderTest, status: Status, right: readonly FailureKind[]): Promise<readonly Finding[]> {
  return withPassage(flow, async ({ account, requests, send, answer }) => {
    const { events } = account.running.watched
    const findings: Finding[] = []
    const [request] = requests
    if (request === undefined) return findings
    answer(refuse(request.dialect, status))
    const { response, upstream } = await send(request)
    if (upstream.length === 0) return findings
    // Told after the answer is complete.
    await waitUntil(() => events.some(({ event }) => event === 'request.completed'))
    const told = events.findLast(({ event }) => event === 'provider.error')?.payload
    const kind = isRecord(told) && typeof told['kind'] === 'string' ? told['kind'] : undefined
    if (!right.some((one) => one === kind)) {
      findings.push({
        problem: kind === undefined ? `\`classify\` throws at ${status}` : `a ${status} counts as ${kind}`,
        fix: `return ${right.map((one) => `'${one}'`).join(' or ')} from \`classify\`, or undefined for the table of core`,
      })
    }
    const isVerbatim =
      response.status === status && response.body === JSON.stringify(refusalBody(request.dialect, status))
    if (!isVerbatim || response.header('retry-after') !== '7') {
      findings.push({
        problem: `the provider's ${status} reaches the client changed`,
        fix: 'leave answers of the provider alone: clients read the body and retry-after',
      })
    }
    return findings
  })
}
