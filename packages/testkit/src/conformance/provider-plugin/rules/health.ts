import { type Health, isCCProxyError } from '@ccproxy/core'
import { type Answer, answerJson, hang } from '../../../upstream/answers.js'
import { within } from '../bench/within.js'
import type { SignedIn } from '../flow-under-test.js'
import { standardAnswer } from '../plugin-under-test.js'
import { reasonOf } from '../reason-of.js'
import type { Finding, PluginRule } from '../rule.js'

const states: ReadonlySet<string> = new Set(['ok', 'degraded', 'down'])
const patienceMs = 500
/** After its signal. */
const graceMs = 2000

const situations: readonly (readonly [situation: string, answer: Answer])[] = [
  ['answers', standardAnswer],
  ['answers 500', answerJson({ error: { message: 'something broke' } }, { status: 500 })],
  ['does not answer', hang()],
]

export const health: PluginRule = {
  about: 'plugin',
  id: 'health',
  title: 'health ends with its signal, believes no failure, and says what to do',
  check: async (plugin) => {
    const flow = await plugin.readyFlow()
    if (flow === undefined) return []
    const { api } = await plugin.servers()
    try {
      for (const [situation, answer] of situations) {
        await using account = await flow.account()
        api.setAnswer(answer)
        const before = api.requests.length
        const found = await judge(account, situation, () => api.requests.length > before)
        // One says enough; each costs time.
        if (found !== undefined) return [found]
      }
    } finally {
      api.setAnswer(standardAnswer)
    }
    return []
  },
}

async function judge({ running }: SignedIn, situation: string, asked: () => boolean): Promise<Finding | undefined> {
  const outcome = await within(patienceMs + graceMs, running.runtime.health(AbortSignal.timeout(patienceMs)))
  if (outcome === undefined) {
    return {
      problem: `where the API ${situation}, health goes on after its signal`,
      fix: 'give the signal to every call: http.get(url, { signal })',
    }
  }
  if ('error' in outcome) {
    if (isCCProxyError(outcome.error)) return undefined
    return {
      problem: `where the API ${situation}, health throws ${reasonOf(outcome.error)}`,
      fix: 'return { status, detail, hint }, or throw a CCProxyError, which has a hint',
    }
  }
  const { status, hint = '' }: Health = outcome.value
  if (!states.has(status)) return { problem: `health says "${status}"`, fix: `return one of ${[...states].join(', ')}` }
  if (status === 'ok') {
    if (situation === 'answers' || !asked()) return undefined
    return { problem: `where the API ${situation}, health says ok`, fix: 'look at the status of the answer' }
  }
  if (hint !== '') return undefined
  return {
    problem: `where the API ${situation}, health says ${status} without a hint`,
    fix: 'say in `hint` what the user can do now',
  }
}
