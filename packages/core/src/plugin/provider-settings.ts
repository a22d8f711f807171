// The settings that every provider has; a plugin states its defaults and what it adds.
import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec'
import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { endpointProblem, isSecureEndpoint } from '../http/endpoint.js'

export interface OAuthSettings {
  clientId?: string | undefined
  clientSecret?: string | undefined
  issuer?: string | undefined
  authorizeUrl?: string | undefined
  tokenUrl?: string | undefined
  deviceAuthorizationUrl?: string | undefined
  revokeUrl?: string | undefined
  jwksUrl?: string | undefined
  scopes: string[]
  /** 0: any free port. */
  callbackPort: number
}

export interface ProviderSettings {
  /** No trailing slash. */
  baseUrl: string
  apiKey?: string | undefined
  oauth: OAuthSettings
}

export interface ProviderDefaults {
  /** Absent: it has no default; the definition's `baseUrl` makes it from other settings. */
  readonly baseUrl?: string
  readonly oauth?: Readonly<Partial<OAuthSettings>>
}

/** A setting that has a default is never undefined. */
type OAuthSettingsWith<Defaults> = Omit<OAuthSettings, keyof Defaults> & {
  [Key in keyof Defaults & keyof OAuthSettings]-?: NonNullable<OAuthSettings[Key]>
}

type OAuthDefaultsOf<Defaults extends ProviderDefaults> = Defaults extends { readonly oauth: infer OAuth }
  ? OAuth
  : object

export type ProviderSettingsWith<Defaults extends ProviderDefaults, Extra extends v.ObjectEntries> = Omit<
  ProviderSettings,
  'oauth' | 'baseUrl'
> & { baseUrl: Defaults extends { readonly baseUrl: string } ? string : string | undefined } & {
  oauth: OAuthSettingsWith<OAuthDefaultsOf<Defaults>>
} & v.InferOutput<v.StrictObjectSchema<Extra, undefined>>

/** A settings schema that can also print itself (key suggestions, `plugins settings`). */
export type SettingsSchema<Settings> = StandardSchemaV1<unknown, Settings> & StandardJSONSchemaV1<unknown, Settings>

/** What a schema of settings gives, for a plugin that is more than one file: `type Settings = SettingsOf<typeof config>`. */
export type SettingsOf<Schema extends StandardSchemaV1> = StandardSchemaV1.InferOutput<Schema>

const endpoint = v.pipe(
  v.string(),
  v.check(isSecureEndpoint, ({ input }) => endpointProblem(input) ?? 'must be an https URL'),
)

/** The path of a request is appended to it. */
const baseUrl = v.pipe(
  endpoint,
  v.check(
    (address) => !URL.canParse(address) || new URL(address).search === '',
    'must not have a query (the part after ?)',
  ),
  v.transform((url) => url.replace(/\/+$/, '')),
)

const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))

/** @returns the strict schema of the common keys and `extra`, with the provider's defaults */
export function providerSettings<
  const Defaults extends ProviderDefaults,
  // oxlint-disable-next-line typescript/no-generated-empty-object-type -- no extra keys is what the default means
  const Extra extends v.ObjectEntries = Record<never, never>,
>(defaults: Defaults, extra?: Extra): SettingsSchema<ProviderSettingsWith<Defaults, Extra>> {
  const known: Readonly<Partial<OAuthSettings>> = defaults.oauth ?? {}
  const oauth = v.strictObject({
    clientId: v.optional(text, known.clientId),
    clientSecret: v.optional(text, known.clientSecret),
    issuer: v.optional(endpoint, known.issuer),
    authorizeUrl: v.optional(endpoint, known.authorizeUrl),
    tokenUrl: v.optional(endpoint, known.tokenUrl),
    deviceAuthorizationUrl: v.optional(endpoint, known.deviceAuthorizationUrl),
    revokeUrl: v.optional(endpoint, known.revokeUrl),
    jwksUrl: v.optional(endpoint, known.jwksUrl),
    scopes: v.optional(v.array(text), [...(known.scopes ?? [])]),
    callbackPort: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
      known.callbackPort ?? 0,
    ),
  })
  const schema = v.strictObject({
    baseUrl: v.optional(baseUrl, defaults.baseUrl),
    apiKey: v.optional(text),
    oauth: v.optional(oauth, {}),
    ...extra,
  })
  const printed = (): Record<string, unknown> => ({
    ...toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' }),
  })
  const standard = { ...schema['~standard'], jsonSchema: { input: printed, output: printed } }
  // The compiler cannot follow a generic spread through valibot; the schema is built from the very keys of the type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { '~standard': standard } as unknown as SettingsSchema<ProviderSettingsWith<Defaults, Extra>>
}
