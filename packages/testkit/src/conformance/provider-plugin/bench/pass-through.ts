import type { RawResponse } from '../../../raw-request/parse-raw-response.js'
import type { Answer } from '../../../upstream/answers.js'
import type { RecordedRequest } from '../../../upstream/recorded-request.js'
import type { RecordingUpstream } from '../../../upstream/start-recording-upstream.js'
import { type ClientRequestFixture, placeholderCredential } from '../client-requests/client-request.js'
import { requestsOf } from '../client-requests/client-requests.js'
import type { FlowUnderTest, SignedIn } from '../flow-under-test.js'
import { standardAnswer } from '../plugin-under-test.js'
import type { Finding } from '../rule.js'
import type { Gateway } from './start-gateway.js'

/** One request on its way, and the answer to it. */
export interface Passed {
  readonly sent: ClientRequestFixture
  readonly response: RawResponse
  /** What arrived at the API, in order; none: it was refused on its way. */
  readonly upstream: readonly RecordedRequest[]
}

export interface Passage {
  readonly account: SignedIn
  readonly api: RecordingUpstream
  readonly gateway: Gateway
  /** What the clients of the plugin's dialects send. */
  readonly requests: readonly ClientRequestFixture[]
  readonly send: (request: ClientRequestFixture) => Promise<Passed>
  /** The API answers this until the end of the rule. */
  readonly answer: (answer: Answer) => void
}

/** Requests of clients through the host with the login of a flow, for the length of one rule. */
export async function withPassage<Result>(
  flow: FlowUnderTest,
  rule: (passage: Passage) => Promise<Result>,
): Promise<Result> {
  const { api } = await flow.plugin.servers()
  await using account = await flow.account()
  await using gateway = await account.running.startGateway()
  try {
    return await rule({
      account,
      api,
      gateway,
      requests: requestsOf(account.running.runtime.adapter.dialects),
      answer: (answer) => api.setAnswer(answer),
      send: async (sent) => {
        const before = api.requests.length
        const response = await gateway.send(sent).answer()
        return { sent, response, upstream: api.requests.slice(before) }
      },
    })
  } finally {
    api.setAnswer(standardAnswer)
  }
}

/** A client whose dialect the plugin says it speaks has to get through. */
export function refusedOnItsWay({ sent, response }: Passed): Finding {
  const code = response.header('x-ccproxy-error') ?? `status ${response.status}`
  return {
    problem:
      `${sent.method} ${sent.path} of ${sent.client} does not reach the provider: ${code} ${messageOf(response.body)}`.trim(),
    fix: 'correct `prepare` or `allowedPaths` of the adapter, or leave the dialect out of `dialects`',
  }
}

function messageOf(body: string): string {
  return /"message":\s*"([^"]*)"/.exec(body)?.[1]?.replace(placeholderCredential, '…') ?? ''
}
