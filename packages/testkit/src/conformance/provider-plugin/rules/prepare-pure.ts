import { isDeepStrictEqual } from 'node:util'
import type { PrepareInput, ProviderAdapter, TokenSnapshot, UpstreamRequest } from '@ccproxy/core'
import { alteredSnapshot } from '../bench/altered-snapshot.js'
import { prepareInput } from '../bench/prepared-request.js'
import { requestsOf } from '../client-requests/client-requests.js'
import { reasonOf } from '../reason-of.js'
import type { Finding, FlowRule } from '../rule.js'

export const preparePure: FlowRule = {
  about: 'flow',
  id: 'prepare-pure',
  title: '`prepare` answers at once, always the same, for the token that it is given',
  check: async (flow) => {
    await using account = await flow.account()
    const { running, key } = account
    const { adapter, manager, baseUrl } = running.runtime
    const token = await manager.acquire(key)
    const calls = running.watched.calls.length
    const [request] = requestsOf(adapter.dialects)
    if (request === undefined) return []
    const findings = judge(adapter, prepareInput(request, token, baseUrl), token)
    if (running.watched.calls.length === calls) return findings
    return [
      ...findings,
      {
        problem: '`prepare` calls a server, for every request of a client',
        fix: 'learn at sign-in what requests need, and keep it in `profile.attributes` or `extra` of the credential',
      },
    ]
  },
}

function judge(adapter: ProviderAdapter, input: PrepareInput, token: TokenSnapshot): readonly Finding[] {
  const other = `fake-other-token-${token.revision}`
  let first: UpstreamRequest
  let second: UpstreamRequest
  let forOther: UpstreamRequest
  try {
    first = adapter.prepare(input)
    if (first instanceof Promise) {
      first.catch(() => {})
      return [
        {
          problem: '`prepare` is asynchronous',
          fix: 'make it a plain function; what needs waiting belongs into the sign-in or the manager',
        },
      ]
    }
    second = adapter.prepare(input)
    forOther = adapter.prepare({ ...input, token: alteredSnapshot(token, { reveal: () => other }) })
  } catch (error) {
    return [
      {
        problem: `\`prepare\` throws for a frozen input: ${reasonOf(error)}`,
        fix: 'return a patch, and change nothing that was given',
      },
    ]
  }
  const findings: Finding[] = []
  if (!isDeepStrictEqual(visible(first), visible(second))) {
    findings.push({
      problem: '`prepare` gives something else for the same request the second time',
      fix: 'leave out counters, times and random values: a replay must be the same request, and prompt caches depend on it',
    })
  }
  const headers = JSON.stringify(forOther.headers)
  if (
    JSON.stringify(first.headers).includes(token.reveal()) &&
    (!headers.includes(other) || headers.includes(token.reveal()))
  ) {
    findings.push({
      problem: '`prepare` signs with another token than the one that it is given',
      fix: 'use `input.token` of each call: accounts have tokens of their own, and tokens are renewed',
    })
  }
  return findings
}

function visible({ url, headers, forceStream }: UpstreamRequest) {
  return { url, headers: Object.entries(headers).toSorted(([a], [b]) => a.localeCompare(b)), forceStream }
}
