import { prepareInput } from '../bench/prepared-request.js'
import { requestsOf } from '../client-requests/client-requests.js'
import type { Finding, FlowRule } from '../rule.js'

const bases = ['https://account.example', 'https://account.example/base/v1']

export const requestUrl: FlowRule = {
  about: 'flow',
  id: 'request-url',
  title: 'requests stay below the base URL of the account',
  check: async (flow) => {
    await using account = await flow.account()
    const { adapter, manager } = account.running.runtime
    const token = await manager.acquire(account.key)
    const findings: Finding[] = []
    for (const request of requestsOf(adapter.dialects)) {
      for (const baseUrl of bases) {
        const { url } = adapter.prepare(prepareInput(request, token, baseUrl))
        if (url === undefined || isBelow(baseUrl, url)) continue
        findings.push({
          problem: `for ${request.client} and the base URL ${baseUrl} \`prepare\` makes ${url.split('?')[0]}`,
          fix: 'build the URL from `input.baseUrl`, which differs between accounts, or leave it out: the host appends the path',
        })
      }
    }
    return findings
  },
}

function isBelow(base: string, address: string): boolean {
  if (!address.startsWith(`${base}/`) || !URL.canParse(address)) return false
  const url = new URL(address)
  const { origin, pathname } = new URL(base)
  return url.origin === origin && url.username === '' && url.hash === '' && url.pathname.startsWith(pathname)
}
