import type { OAuthFlow } from '@ccproxy/core'
import { addedResources, settledResources } from '../bench/active-resources.js'
import type { Finding, PluginRule } from '../rule.js'

export const flowsPure: PluginRule = {
  about: 'plugin',
  id: 'flows-pure',
  title: 'asking for the flows changes nothing and starts nothing',
  check: async (plugin) => {
    const findings: Finding[] = []
    await plugin.servers()
    const before = await settledResources()
    const first = await plugin.create()
    const second = await plugin.create()
    const started = await addedResources(before)
    const [one, two] = [first, second].map(({ runtime }) => runtime.flows.map(identityOf).join(', '))
    if (one !== two) {
      findings.push({
        problem: `the same settings give other flows the second time: ${one}; ${two}`,
        fix: 'make flows from the settings and the environment alone',
      })
    }
    for (const address of new Set([...first.watched.calls, ...second.watched.calls])) {
      findings.push({
        problem: `${address} is called before anybody signs in`,
        fix: 'call servers in `login`, `read` or `assertion`, not while the flows are made',
      })
    }
    for (const type of started) {
      findings.push({
        problem: `creating the plugin starts something that keeps the process open (${type})`,
        fix: 'start nothing before it is needed, and `unref()` timers: `ccproxy auth providers` creates every plugin, too',
      })
    }
    await first.stop()
    await second.stop()
    return findings
  },
}

function identityOf({ id, kind, unavailable }: OAuthFlow): string {
  return `${id} (${kind}${unavailable === undefined ? '' : ', unavailable'})`
}
