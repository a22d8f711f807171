import type { Finding, PluginRule } from '../rule.js'

const idPattern = /^[a-z][a-z0-9-]{0,31}$/

export const flowsDeclared: PluginRule = {
  about: 'plugin',
  id: 'flows-declared',
  title: 'flows have ids and labels of their own',
  check: async (plugin) => {
    const flows = await plugin.flows()
    if (flows.length === 0)
      return [{ problem: 'there is no flow, so that nobody can sign in', fix: 'return at least one from `flows`' }]
    const findings: Finding[] = []
    for (const [index, { id, label }] of flows.entries()) {
      const earlier = flows.slice(0, index)
      if (!idPattern.test(id)) {
        findings.push({
          problem: `the flow id ${JSON.stringify(id)} cannot be typed after --flow`,
          fix: `use one that matches ${String(idPattern)}, such as browser, device or key`,
        })
      }
      if (earlier.some((other) => other.id === id))
        findings.push({ problem: `two flows have the id \`${id}\``, fix: 'give each an id of its own' })
      if (label.trim() === '' || earlier.some((other) => other.label === label)) {
        findings.push({
          problem: `the flow \`${id}\` has ${label.trim() === '' ? 'no label' : `the label of another one: "${label}"`}`,
          fix: 'say in a few words what a person signs in with',
        })
      }
    }
    return findings
  },
}
