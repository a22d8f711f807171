import { findSecrets } from '../../../secrets/find-secrets.js'
import { type Passage, withPassage } from '../bench/pass-through.js'
import { refusalBody, refuse } from '../bench/provider-refusals.js'
import { isRenewable } from '../is-renewable.js'
import { standardAnswer } from '../plugin-under-test.js'
import type { Finding, FlowRule } from '../rule.js'

export const replay: FlowRule = {
  about: 'flow',
  id: 'replay',
  title: 'a request that is refused with 401 is sent once more with a new token, and never a third time',
  check: async (flow) => [
    ...(await withPassage(flow, whenRefusedOnce)),
    // In a plugin that just started: one that was refused waits a minute.
    ...(await withPassage(flow, whenRefusedAlways)),
  ],
}

async function whenRefusedOnce({ account, api, requests, send, answer }: Passage): Promise<readonly Finding[]> {
  const [request] = requests
  if (request === undefined) return []
  const { manager } = account.running.runtime
  const token = (await manager.acquire(account.key)).reveal()
  const canRenew = isRenewable(await account.storage.read(account.key))
  const before = api.requests.length
  answer((incoming, response) =>
    (api.requests.length - before > 1 ? standardAnswer : refuse(request.dialect, 401))(incoming, response),
  )
  const { upstream, response } = await send(request)
  if (upstream.length < 2) {
    if (!canRenew || upstream.length === 0) return []
    return [
      {
        problem: `a request that was refused with 401 is not sent again; the client sees ${response.status}`,
        fix: 'let `acquire({ rejected })` renew the token, or extend StandardTokenManager',
      },
    ]
  }
  const again = upstream[1]?.rawHeaders.join('\n') ?? ''
  if (findSecrets(again, [token]).length === 0) return []
  return [
    {
      problem: 'a request that was refused with 401 is sent again with the same token',
      fix: 'give a snapshot a new `revision` only when the token is new: the same revision means that there is nothing newer',
    },
  ]
}

async function whenRefusedAlways({ requests, send, answer }: Passage): Promise<readonly Finding[]> {
  const [request] = requests
  if (request === undefined) return []
  answer(refuse(request.dialect, 401))
  const { upstream, response } = await send(request)
  const findings: Finding[] = []
  if (upstream.length > 2) {
    findings.push({
      problem: `a request that is always refused with 401 is sent ${upstream.length} times`,
      fix: 'leave the replay to the host',
    })
  }
  const isVerbatim = response.status === 401 && response.body === JSON.stringify(refusalBody(request.dialect, 401))
  if (upstream.length > 0 && !isVerbatim) {
    findings.push({
      problem: `the provider's 401 reaches the client as ${response.status} with another body`,
      fix: 'leave answers of the provider alone: clients read them',
    })
  }
  return findings
}
