import type { HeaderEdits } from '@ccproxy/core'
import { prepareInput } from '../bench/prepared-request.js'
import { requestsOf } from '../client-requests/client-requests.js'
import type { Finding, FlowRule } from '../rule.js'

const token = /^[a-z0-9!#$%&'*+.^_`|~-]+$/
const ofTheHost: ReadonlySet<string> = new Set(['host', 'content-length', 'connection', 'transfer-encoding', 'cookie'])

export const headerNames: FlowRule = {
  about: 'flow',
  id: 'header-names',
  title: 'header names are in lower case, and values can be sent',
  check: async (flow) => {
    await using account = await flow.account()
    const { adapter, manager, baseUrl } = account.running.runtime
    const snapshot = await manager.acquire(account.key)
    const findings = new Map<string, Finding>()
    for (const request of requestsOf(adapter.dialects)) {
      const { headers } = adapter.prepare(prepareInput(request, snapshot, baseUrl))
      for (const finding of judge(headers)) findings.set(finding.problem, finding)
    }
    return [...findings.values()]
  },
}

function* judge(headers: HeaderEdits): Generator<Finding> {
  for (const [name, edit] of Object.entries(headers)) {
    if (!token.test(name))
      yield { problem: `the header name "${name}" is not in lower case`, fix: `write it "${name.toLowerCase()}"` }
    if (ofTheHost.has(name.toLowerCase()))
      yield { problem: `\`prepare\` edits the header ${name}, which is the host's`, fix: 'leave it out' }
    const value = typeof edit === 'object' ? edit?.append : edit
    if (value !== undefined && (typeof value !== 'string' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)))
      yield {
        problem: `the value of the header ${name} cannot be sent`,
        fix: 'give text without line breaks, null to remove it, or { append }',
      }
  }
}
