export const kinds = ['provider', 'storage', 'system'] as const
export const flows = ['authorization-code', 'device-code', 'api-key', 'client-credentials'] as const
export const dialects = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini'] as const
export const licenses = ['MIT', 'none'] as const

export type Kind = (typeof kinds)[number]
export type Flow = (typeof flows)[number]
export type Dialect = (typeof dialects)[number]
export type License = (typeof licenses)[number]

/** Where the OAuth flows of a plugin begin and end. */
export interface Endpoints {
  readonly authorizeUrl: string
  readonly tokenUrl: string
  readonly deviceAuthorizationUrl: string
}

interface CommonChoices {
  /** The plugin in paths, settings and on the command line. */
  readonly name: string
  readonly displayName: string
  readonly packageName: string
  readonly license: License
  /** Absolute. */
  readonly directory: string
}

export interface ProviderChoices extends CommonChoices, Endpoints {
  readonly kind: 'provider'
  readonly flow: Flow
  readonly dialect: Dialect
  /** No trailing slash. */
  readonly baseUrl: string
}

interface OtherChoices extends CommonChoices {
  readonly kind: Exclude<Kind, 'provider'>
}

/** Everything that a new plugin is made from. Each member was checked. */
export type PluginChoices = ProviderChoices | OtherChoices
