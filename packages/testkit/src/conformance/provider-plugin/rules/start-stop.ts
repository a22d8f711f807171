import { addedResources, settledResources } from '../bench/active-resources.js'
import { within } from '../bench/within.js'
import { requestsOf } from '../client-requests/client-requests.js'
import { reasonOf } from '../reason-of.js'
import type { Finding, PluginRule } from '../rule.js'
import type { RunningPlugin } from '../running-plugin.js'

const patienceMs = 5000

export const startStop: PluginRule = {
  about: 'plugin',
  id: 'start-stop',
  title: 'after stop nothing runs any more',
  check: async (plugin) => {
    const flow = await plugin.readyFlow()
    await plugin.servers()
    const before = await settledResources()
    const running = flow === undefined ? await plugin.create() : (await flow.account()).running
    if (flow !== undefined) await use(running)
    const findings: Finding[] = []
    // The second time, too: whoever stops after a failure does not know what was stopped.
    for (const time of ['stop', 'a second stop']) {
      const outcome = await within(patienceMs, running.stop())
      if (outcome === undefined)
        findings.push({ problem: `${time} does not end`, fix: 'wait in `stop` only for what ends' })
      else if ('error' in outcome)
        findings.push({
          problem: `${time} throws ${reasonOf(outcome.error)}`,
          fix: 'let `stop` end what is there, and nothing else',
        })
    }
    for (const type of await addedResources(before)) {
      findings.push({
        problem: `after stop something still keeps the process open (${type})`,
        fix: 'end in `stop` what the plugin started: timers, servers, watchers',
      })
    }
    return findings
  },
}

async function use(running: RunningPlugin): Promise<void> {
  const { runtime } = running
  await using gateway = await running.startGateway()
  const [request] = requestsOf(runtime.adapter.dialects)
  if (request !== undefined) await gateway.send(request).answer()
  await runtime.health(AbortSignal.timeout(1000)).catch(() => {})
}
