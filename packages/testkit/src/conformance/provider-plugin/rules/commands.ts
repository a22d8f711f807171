import type { Finding, PluginRule } from '../rule.js'

const namePattern = /^[a-z][a-z0-9-]*$/

export const commands: PluginRule = {
  about: 'plugin',
  id: 'commands',
  title: 'commands have a name that can be typed, a description, and a run function',
  check: async (plugin) => {
    const running = await plugin.create()
    const all = running.runtime.cliCommands
    await running.stop()
    const findings: Finding[] = []
    for (const [index, command] of all.entries()) {
      const { name, description } = command
      if (!namePattern.test(name))
        findings.push({
          problem: `the command ${JSON.stringify(name)} cannot be typed`,
          fix: `match ${String(namePattern)}`,
        })
      if (all.slice(0, index).some((earlier) => earlier.name === name))
        findings.push({ problem: `two commands are called \`${name}\``, fix: 'give each a name of its own' })
      if (typeof description !== 'string' || description.trim() === '')
        findings.push({
          problem: `the command \`${name}\` has no description`,
          fix: 'say in a line what it does: help shows it',
        })
      if (typeof command.run !== 'function')
        findings.push({
          problem: `the command \`${name}\` has no \`run\``,
          fix: 'give it an async run({ args, json, print, signal })',
        })
    }
    return findings
  },
}
