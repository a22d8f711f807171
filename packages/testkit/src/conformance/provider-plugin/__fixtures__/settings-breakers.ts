import {
  CCProxyError,
  defineProviderPlugin,
  type ProviderPluginFactory,
  type ProviderSettings,
  providerSettings,
  type SettingsSchema,
} from '@ccproxy/core'
import { acme, acmeAdapter, acmeConfig, keyFlow } from './acme.js'
import type { Breaker } from './breaker.js'

type Config = SettingsSchema<ProviderSettings>
type Standard = Config['~standard']

/** The settings of the good plugin with one part replaced. */
function withSettings(changes: Partial<Standard>): ProviderPluginFactory {
  return acme({ config: { '~standard': { ...acmeConfig['~standard'], ...changes } } })
}

const validate: Standard['validate'] = (value) => acmeConfig['~standard'].validate(value)
/** What is not looked at is accepted. */
const without = (keys: readonly string[], value: unknown): object =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([key]) => !keys.includes(key)))

const needsRegion = defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme AI',
  config: providerSettings({}),
  baseUrl: () => {
    throw new CCProxyError('CCPROXY_PLUGIN_SETTINGS', 'something is not configured')
  },
  flows: () => [keyFlow],
  adapter: () => acmeAdapter(),
})

export const settingsBreakers: readonly Breaker[] = [
  {
    rule: 'settings-defaults',
    wrong: 'throws whatever comes without settings',
    factory: acme({
      flows: ({ apiKey }) => {
        if (apiKey === undefined) throw new TypeError('Cannot read properties of undefined')
        return [keyFlow]
      },
    }),
    says: 'without settings it throws TypeError',
  },
  {
    rule: 'settings-defaults',
    wrong: 'does not say which setting it needs',
    factory: needsRegion,
    says: 'the settings that it needs are not named',
  },
  {
    rule: 'settings-unknown-key',
    wrong: 'takes any setting',
    factory: withSettings({ validate: (value) => validate(without(['notASettingOfAnyone'], value)) }),
    says: 'an unknown setting is accepted',
  },
  {
    rule: 'settings-unknown-key',
    wrong: 'refuses settings without a word about which',
    factory: withSettings({
      validate: async (value) => {
        const result = await validate(value)
        return result.issues === undefined ? result : { issues: [{ message: 'invalid' }] }
      },
    }),
    says: 'an unknown setting is refused without its name',
  },
  {
    rule: 'settings-json-schema',
    wrong: 'has settings that only validate',
    factory: acme({ config: withoutPrinter() }),
    says: 'cannot be printed as JSON Schema',
  },
  {
    rule: 'settings-json-schema',
    wrong: 'has settings that print as anything',
    factory: withSettings({ jsonSchema: { input: () => ({}), output: () => ({}) } }),
    says: 'print as something that has no properties',
  },
  {
    rule: 'settings-endpoints',
    wrong: 'sends keys wherever base_url says',
    factory: withSettings({ validate: (value) => validate(without(['baseUrl'], value)) }),
    says: 'the setting `baseUrl` accepts http:// addresses of other machines',
  },
  {
    rule: 'settings-endpoints',
    wrong: 'redeems tokens wherever oauth.token_url says',
    factory: withSettings({ validate: (value) => validate(without(['oauth'], value)) }),
    says: 'the setting `oauth.tokenUrl` accepts http:// addresses',
  },
]

function withoutPrinter() {
  const { version, vendor } = acmeConfig['~standard']
  return { '~standard': { version, vendor, validate } }
}
