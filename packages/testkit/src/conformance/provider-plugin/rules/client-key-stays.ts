import { withPassage } from '../bench/pass-through.js'
import { prepareInput } from '../bench/prepared-request.js'
import { sentHeaders } from '../bench/sent-headers.js'
import { placeholderCredential } from '../client-requests/client-request.js'
import type { FlowRule } from '../rule.js'

const fix = 'never copy credential headers of `request.headers`: they hold the key of the proxy, or a placeholder'

export const clientKeyStays: FlowRule = {
  about: 'flow',
  id: 'client-key-stays',
  title: 'what the client sends as its key never reaches the provider',
  check: (flow) =>
    withPassage(flow, async ({ account, requests, send }) => {
      const { adapter, baseUrl, manager } = account.running.runtime
      const token = await manager.acquire(account.key)
      const leaky = new Set<string>()
      for (const request of requests) {
        // The host takes these headers away, but control calls and later hosts may not.
        const { url = '', headers } = adapter.prepare(prepareInput(request, token, baseUrl))
        if (`${url} ${JSON.stringify(headers)}`.includes(placeholderCredential)) leaky.add(request.client)
        const { upstream } = await send(request)
        const arrived = upstream.flatMap((one) => [one.target, ...sentHeaders(one).map(([, value]) => value)])
        if (arrived.some((value) => value.includes(placeholderCredential))) leaky.add(request.client)
      }
      return [...leaky].map((client) => ({ problem: `the key that ${client} sends reaches the provider`, fix }))
    }),
}
