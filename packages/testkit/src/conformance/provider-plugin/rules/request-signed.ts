import { findSecrets } from '../../../secrets/find-secrets.js'
import { type Passed, refusedOnItsWay, withPassage } from '../bench/pass-through.js'
import { sentHeaders } from '../bench/sent-headers.js'
import type { Finding, FlowRule } from '../rule.js'

const credentialHeaders: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'x-goog-api-key', 'api-key'])

export const requestSigned: FlowRule = {
  about: 'flow',
  id: 'request-signed',
  title: 'every client request reaches the provider with the credential once, in a header',
  check: (flow) =>
    withPassage(flow, async ({ account, requests, send }) => {
      const token = (await account.running.runtime.manager.acquire(account.key)).reveal()
      const findings: Finding[] = []
      for (const request of requests) findings.push(...judge(await send(request), token))
      return findings
    }),
}

function judge(passed: Passed, token: string): readonly Finding[] {
  const { sent, upstream } = passed
  const [request] = upstream
  if (request === undefined) return [refusedOnItsWay(passed)]
  const headers = sentHeaders(request)
  const signed = headers.filter(([, value]) => findSecrets(value, [token]).length > 0).map(([name]) => name)
  const others = headers.map(([name]) => name.toLowerCase()).filter((name) => credentialHeaders.has(name))
  const findings: Finding[] = []
  if (signed.length === 0) {
    findings.push({
      problem: `the request of ${sent.client} reaches the provider without the credential`,
      fix: 'return a header with `token.reveal()` from `prepare`, for instance by bearer()',
    })
  }
  const both = new Set([...signed.map((name) => name.toLowerCase()), ...others])
  if (both.size > 1) {
    findings.push({
      problem: `the request of ${sent.client} carries more than one credential header: ${[...both].join(', ')}`,
      fix: "set one of them and remove the others: { authorization: …, 'x-api-key': null }",
    })
  }
  if (findSecrets(request.target, [token]).length > 0) {
    findings.push({
      problem: `the address for ${sent.client} holds the credential, and addresses end up in logs`,
      fix: 'send it in a header',
    })
  }
  return findings
}
