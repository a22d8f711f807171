import type { StandardSchemaV1 } from '@standard-schema/spec'
import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import type { HostSettings } from './host-settings.js'
import { readShape, type SettingsShape } from './settings-shape.js'

const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))
const names = v.array(text)
const seconds = v.pipe(v.number(), v.gtValue(0, 'must be more than 0 seconds'), v.maxValue(86_400))

const proxyProtocols: ReadonlySet<string> = new Set(['http:', 'https:', 'socks:', 'socks4:', 'socks5:', 'socks5h:'])
const proxy = v.pipe(
  v.string(),
  v.check(
    (address) => URL.canParse(address) && proxyProtocols.has(new URL(address).protocol),
    'must be an http, https or socks5 URL',
  ),
)
const origin = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+$/, 'must be an origin such as http://localhost:3000'),
)
/** What a client can send in a header. */
const clientKey = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^[\x21-\x7e]+$/, 'must be letters, digits and signs of ASCII without a blank, or "auto"'),
)
const port = v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(0), v.maxValue(65_535))

const aliasName = v.pipe(
  v.string(),
  v.check((name) => name !== '' && !name.slice(0, -1).includes('*'), 'an alias may have one *, as its last character'),
)
const aliasTargets = v.union(
  [text, v.pipe(names, v.minLength(1, 'must not be empty'))],
  'must be a model such as "claude/claude-opus-5-5", or a list of models',
)

const plugin = v.pipe(
  v.looseObject({ enabled: v.optional(v.boolean()) }),
  v.transform(({ enabled, ...values }) => ({ enabled, values })),
)

const schema = v.strictObject({
  enabledPlugins: v.optional(names),
  disabledPlugins: v.optional(names, []),
  server: v.optional(v.strictObject({ host: v.optional(text, '127.0.0.1'), port: v.optional(port, 8000) }), {}),
  logging: v.optional(
    v.strictObject({
      level: v.optional(v.picklist(['trace', 'debug', 'info', 'warn', 'error', 'silent']), 'info'),
      format: v.optional(v.picklist(['auto', 'pretty', 'json']), 'auto'),
    }),
    {},
  ),
  security: v.optional(
    v.strictObject({ authToken: v.optional(clientKey), allowedOrigins: v.optional(v.array(origin), []) }),
    {},
  ),
  network: v.optional(
    v.strictObject({
      proxy: v.optional(proxy),
      connectTimeout: v.optional(seconds, 10),
      responseTimeout: v.optional(seconds, 600),
      idleTimeout: v.optional(seconds, 300),
    }),
    {},
  ),
  models: v.optional(
    v.strictObject({ default: v.optional(text), aliases: v.optional(v.record(aliasName, aliasTargets), {}) }),
    {},
  ),
  fallbacks: v.optional(names, []),
  storage: v.optional(
    v.strictObject({ backend: v.optional(text, 'file'), allowNetworkFileSystem: v.optional(v.boolean(), false) }),
    {},
  ),
  pluginDiscovery: v.optional(v.strictObject({ directories: v.optional(names, []) }), {}),
  plugins: v.optional(v.record(v.string(), plugin), {}),
})

/** Strict, with the defaults. */
export const hostSettingsSchema: StandardSchemaV1<unknown, HostSettings> = schema

/** The keys of the host's own settings. */
export const hostSettingsShape: SettingsShape = readShape(
  toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' }),
)

/** @returns the settings, defaults filled in, of input that was checked layer by layer */
export function completeHostSettings(input: unknown): HostSettings {
  return v.parse(schema, input)
}
