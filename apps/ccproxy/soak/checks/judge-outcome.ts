// Whether what a client got is the right answer, or an honest error that the fault explains.
import { answerPieces } from '../load/answer-text.ts'
import { type Plan, type ProviderFault, promptOf } from '../load/plan.ts'
import type { Outcome } from '../load/send-request.ts'
import type { Login, ProviderName } from '../servers/login.ts'
import { readAnswer } from './read-answer.ts'

/**
 * `right`: the whole answer of a login that was asked for. `cut`: its beginning, and then a failure that the client can see.
 * `left`: the client went away. Otherwise status and error code, or `verbatim` for the provider's own error.
 */
type Ending = 'right' | 'cut' | 'left' | `${number} ${string}`

export interface Verdict {
  readonly ending: Ending
  /** Set when nothing explains it. */
  readonly problem?: string
}

const cutOff: readonly Ending[] = ['cut', '502 CCPROXY_UPSTREAM_RESET', '502 CCPROXY_FORMAT_ANSWER']
const explained: Readonly<Record<ProviderFault, readonly Ending[]>> = {
  none: ['right'],
  // A second one within a minute is not asked for a new token again: then the client sees the 401.
  'refused-once': ['right', '401 verbatim'],
  'rate-limited': ['429 verbatim'],
  'server-error': ['500 verbatim'],
  'reset-before-head': ['502 CCPROXY_UPSTREAM_RESET'],
  'reset-after-head': cutOff,
  truncated: cutOff,
  'silent-before-head': ['504 CCPROXY_UPSTREAM_TIMEOUT'],
  'silent-midway': ['cut', '504 CCPROXY_UPSTREAM_TIMEOUT'],
}
const tokenTrouble = /^\d+ CCPROXY_(?:OAUTH_(?!INVALID_GRANT)\w+|CREDENTIAL_REFRESH_LIMIT)$/

/** @param logins whose token could have been used, best first */
export function judgeOutcome(plan: Plan, outcome: Outcome, logins: readonly Login[]): Verdict {
  const read = readOutcome(plan, outcome, logins)
  if (typeof read !== 'string') return read
  const ending = read
  if (ending === 'left') return { ending }
  const hadTrouble = logins.some((login) => login.hadTroubleSince(outcome.startedAt))
  if (hadTrouble && tokenTrouble.test(ending)) return { ending }
  const faults = logins.map(({ provider }) => plan.faults[provider])
  // Who asks two may get the right answer although one of them failed.
  const expected = faults.flatMap((fault) => explained[fault])
  if (expected.includes(ending)) return { ending }
  return { ending, problem: `${describe(plan)} ended ${outcome.end} with ${ending}, not ${expected.join(' or ')}` }
}

function readOutcome(plan: Plan, outcome: Outcome, logins: readonly Login[]): Ending | Verdict {
  const { end, status, headers } = outcome
  const wrong = (ending: Ending, what: string): Verdict => ({ ending, problem: `${describe(plan)}: ${what}` })
  if (end === 'hung') return wrong('0 hung', `no end (status ${status}) after ${outcome.body.length} bytes`)
  // The head goes out with the first byte of the body.
  if (status === undefined) return end === 'left' ? 'left' : 'cut'
  if (headers['x-ccproxy-request-id'] === undefined) return wrong(`${status} foreign`, 'an answer without a request id')
  const code = headers['x-ccproxy-error']
  if (status !== 200) {
    if (status === 429 && code === undefined && headers['retry-after'] !== '1')
      return wrong('429 verbatim', `retry-after is ${headers['retry-after'] ?? 'missing'}`)
    return end === 'left' ? 'left' : `${status} ${String(code ?? 'verbatim')}`
  }
  return readText(plan, outcome, logins)
}

function readText(plan: Plan, { end, body }: Outcome, logins: readonly Login[]): Ending | Verdict {
  const wrong = (ending: Ending, what: string): Verdict => ({ ending, problem: `${describe(plan)}: ${what}` })
  // Half a JSON document says nothing, and its client cannot take it for an answer.
  if (!plan.isStream && end !== 'whole') return end === 'left' ? 'left' : 'cut'
  try {
    const { text, isFinished, isFailed } = readAnswer(plan.dialect, plan.isStream, body)
    const texts = logins.map(({ provider }) => expectedText(plan, provider))
    if (!texts.some((expected) => expected.startsWith(text)))
      return wrong('200 other', `another answer: ${text.slice(0, 80)}`)
    if (end === 'left') return 'left'
    if (end === 'whole' && isFinished && !isFailed)
      return texts.includes(text) ? 'right' : wrong('200 short', 'a part of the answer as if it were the whole')
    if (end === 'whole' && !isFailed) return wrong('200 silent', 'the end of a stream that says nothing of a failure')
    return 'cut'
  } catch (error) {
    return wrong('200 unreadable', String(error))
  }
}

const expectedText = (plan: Plan, provider: ProviderName): string =>
  answerPieces({ ...plan, provider, prompt: promptOf(plan) }).join('')

function describe({ number, dialect, provider, isStream, account, faults, client }: Plan): string {
  const kind = `${dialect} ${isStream ? 'stream' : 'JSON'} of a client that ${client.kind}`
  return `#${number} ${provider ?? 'either'}/${account} (${kind}; claude ${faults.claude}, huggingface ${faults.huggingface})`
}
