import type { PluginRule } from '../rule.js'

export const flowsUnavailable: PluginRule = {
  about: 'plugin',
  id: 'flows-unavailable',
  title: 'a flow that cannot be used says why, and what to do',
  check: async (plugin) => {
    // Without settings most is unavailable; a plugin that needs settings is looked at with those of the suite.
    const running = await plugin.createByDefault().catch(() => plugin.create())
    const { flows } = running.runtime
    await running.stop()
    return flows.flatMap(({ id, unavailable }) => {
      if (unavailable === undefined) return []
      return (['reason', 'hint'] as const)
        .filter((part) => unavailable[part].trim() === '')
        .map((part) => ({
          problem: `the flow \`${id}\` is unavailable without a ${part}`,
          fix:
            part === 'reason'
              ? 'say in `unavailable.reason` what it lacks'
              : 'say in `unavailable.hint` what to set, install or run, so that it becomes available',
        }))
    })
  },
}
