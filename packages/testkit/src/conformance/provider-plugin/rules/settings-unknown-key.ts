import { isCCProxyError } from '@ccproxy/core'
import { readPluginSettings } from '@ccproxy/host'
import { isRecord } from '../is-record.js'
import { reasonOf } from '../reason-of.js'
import type { PluginRule } from '../rule.js'

const unknownKey = 'notASettingOfAnyone'
const fix = 'make the settings with providerSettings(), or refuse other keys (v.strictObject)'

export const settingsUnknownKey: PluginRule = {
  about: 'plugin',
  id: 'settings-unknown-key',
  title: 'an unknown setting is refused by its name',
  check: async (plugin) => {
    const { name, config } = plugin.factory
    const written = await plugin.writtenSettings(await plugin.servers())
    const settings = await readPluginSettings(name, config, written).catch(() => ({}))
    try {
      const running = await plugin.createByDefault({ ...(isRecord(settings) ? settings : {}), [unknownKey]: 1 })
      await running.stop()
    } catch (error) {
      if (isCCProxyError(error) && error.code === 'CCPROXY_PLUGIN_SETTINGS' && error.message.includes(unknownKey))
        return []
      return [{ problem: `an unknown setting is refused without its name: ${reasonOf(error)}`, fix }]
    }
    return [{ problem: 'an unknown setting is accepted, so that a misspelt one is never noticed', fix }]
  },
}
