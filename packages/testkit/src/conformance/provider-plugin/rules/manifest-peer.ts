import type { Finding, PluginRule } from '../rule.js'
import { manifestError } from './manifest-schema.js'

const core = '@ccproxy/core'
const declare = `declare it as a range: "peerDependencies": { "${core}": "^0.1.0" }`

export const manifestPeer: PluginRule = {
  about: 'plugin',
  id: 'manifest-peer',
  title: `${core} is a peer dependency, by a range`,
  check: async (plugin) => {
    const file = await plugin.package()
    const range = file.peerDependencies[core]
    const findings: Finding[] = []
    if (Object.hasOwn(file.dependencies, core)) {
      findings.push({
        problem: `${core} is among \`dependencies\`, so that the plugin brings a copy that may differ from the program's`,
        fix: 'move it to `peerDependencies`, and to `devDependencies` for your tests',
      })
    }
    if (range === undefined) {
      findings.push({ problem: `${core} is no peer dependency, so that nobody knows which versions fit`, fix: declare })
    } else if (typeof range === 'string' && /^(=?\s*v?\d+\.\d+\.\d+|\*|latest|x)$/.test(range.trim())) {
      findings.push({ problem: `the peer range "${range}" of ${core} fits one version, or any`, fix: declare })
    } else {
      const error = await manifestError(file)
      if (error?.code === 'CCPROXY_PLUGIN_PEER_RANGE')
        findings.push({ problem: error.message.replace(/\.$/, ''), fix: declare })
    }
    return findings
  },
}
