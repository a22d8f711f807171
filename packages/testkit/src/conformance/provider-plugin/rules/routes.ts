import { within } from '../bench/within.js'
import { isRecord } from '../is-record.js'
import { reasonOf } from '../reason-of.js'
import type { Finding, PluginRule } from '../rule.js'

const patienceMs = 3000
const fix = 'answer every request with a Response, also for paths that you do not know (404); a Hono app does'

export const routes: PluginRule = {
  about: 'plugin',
  id: 'routes',
  title: 'routes answer every request, also one for nothing that they have',
  check: async (plugin) => {
    const running = await plugin.create()
    const handler = running.runtime.routes
    const findings: Finding[] = []
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/no-such-path'],
      ['POST', '/no-such-path'],
    ] as const) {
      if (handler === undefined) break
      const request = new Request(`http://127.0.0.1${path}`, { method })
      const outcome = await within(patienceMs, (async () => handler.fetch(request))())
      if (outcome === undefined) findings.push({ problem: `the routes do not answer ${method} ${path}`, fix })
      else if ('error' in outcome)
        findings.push({ problem: `the routes throw at ${method} ${path}: ${reasonOf(outcome.error)}`, fix })
      else if (!isResponse(outcome.value))
        findings.push({ problem: `the routes answer ${method} ${path} with something that is no Response`, fix })
    }
    await running.stop()
    return findings
  },
}

/** Of whichever realm. */
function isResponse(value: unknown): boolean {
  return isRecord(value) && typeof value['status'] === 'number' && typeof value['arrayBuffer'] === 'function'
}
