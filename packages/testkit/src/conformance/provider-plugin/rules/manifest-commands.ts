import { parseManifest } from '@ccproxy/core'
import type { PluginRule } from '../rule.js'

export const manifestCommands: PluginRule = {
  about: 'plugin',
  id: 'manifest-commands',
  title: 'the manifest declares the commands that the plugin has',
  check: async (plugin) => {
    const { manifest } = parseManifest((await plugin.package()).ccproxy)
    if (manifest === undefined) return []
    const running = await plugin.create()
    const written = running.runtime.cliCommands.map(({ name }) => name)
    await running.stop()
    const declared = manifest.commands.map(({ name }) => name)
    return [
      ...written
        .filter((name) => !declared.includes(name))
        .map((name) => ({
          problem: `the command \`${name}\` is not in the manifest, so that nobody finds it`,
          fix: `add { "name": "${name}", "description": "…" } to \`commands\` of the manifest`,
        })),
      ...declared
        .filter((name) => !written.includes(name))
        .map((name) => ({
          problem: `the manifest declares the command \`${name}\`, which the plugin does not have`,
          fix: 'return it from `cliCommands`, or take it out of the manifest',
        })),
    ]
  },
}
