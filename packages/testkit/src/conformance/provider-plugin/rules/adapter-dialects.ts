import type { Finding, PluginRule } from '../rule.js'

const known: ReadonlySet<string> = new Set(['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini'])

export const adapterDialects: PluginRule = {
  about: 'plugin',
  id: 'adapter-dialects',
  title: 'the adapter names the dialects that its provider speaks',
  check: async (plugin) => {
    const running = await plugin.create()
    const { dialects, allowedPaths = [] } = running.runtime.adapter
    await running.stop()
    const findings: Finding[] = []
    if (dialects.length === 0)
      findings.push({
        problem: '`dialects` is empty, so that no client is served',
        fix: `name some of ${[...known].join(', ')}`,
      })
    for (const dialect of dialects) {
      if (!known.has(dialect))
        findings.push({ problem: `"${dialect}" is no dialect`, fix: `name some of ${[...known].join(', ')}` })
    }
    for (const path of allowedPaths) {
      if (!/^\/[^?#]*[^/?#]$/.test(path))
        findings.push({
          problem: `the allowed path "${path}" never matches`,
          fix: 'begin with a slash, end with a segment, without a query',
        })
    }
    return findings
  },
}
