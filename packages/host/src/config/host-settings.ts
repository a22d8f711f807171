// The effective settings of the host itself. Keys are snake_case in TOML and environment; seconds there, as here.

import type { ProjectRule } from './project-settings.js'

export interface HostSettings {
  /** Allow list; absent: all that are found. */
  readonly enabledPlugins?: readonly string[] | undefined
  readonly disabledPlugins: readonly string[]
  readonly server: { readonly host: string; readonly port: number }
  readonly logging: { readonly level: LogLevel; readonly format: 'auto' | 'pretty' | 'json' }
  readonly security: { readonly authToken?: string | undefined; readonly allowedOrigins: readonly string[] }
  readonly network: {
    /** HTTP(S) or SOCKS; absent: HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment. */
    readonly proxy?: string | undefined
    /** Seconds until a connection must stand. */
    readonly connectTimeout: number
    /** Seconds until the head of an answer must have come. */
    readonly responseTimeout: number
    /** Seconds that a body may stay silent. */
    readonly idleTimeout: number
  }
  readonly models: {
    /** The provider of models that nobody is known to own; absent: the only one that runs. */
    readonly default?: string | undefined
    /** Name, or start of a name with a trailing `*` → model, or models in the order in which they are tried. */
    readonly aliases: Readonly<Record<string, string | readonly string[]>>
  }
  /** Models that are tried, in order, when the one that was asked for cannot be had. */
  readonly fallbacks: readonly string[]
  readonly storage: {
    readonly backend: string
    /** Rotating logins on NFS, SMB and the like, which only one machine uses. */
    readonly allowNetworkFileSystem: boolean
  }
  readonly pluginDiscovery: { readonly directories: readonly string[] }
  /** Per plugin as written; the registry maps the keys and validates by the plugin's own schema. `enabled` is taken out. */
  readonly plugins: Readonly<Record<string, PluginSettings>>
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'

export interface PluginSettings {
  readonly enabled?: boolean | undefined
  readonly values: Readonly<Record<string, unknown>>
}

/** Where the value of a key came from. */
export type SettingSource =
  | { readonly kind: 'default' }
  | {
      readonly kind: 'file'
      readonly file: string
      /** A project's `enabled_plugins` cuts down a list that came from here; default: all plugins. */
      readonly narrows?: SettingSource
    }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'flag'; readonly flag: string }

/** An environment variable that looks like a setting of CCProxy and has an unknown key. */
export interface IgnoredVariable {
  readonly variable: string
  /** The variable that was probably meant; absent when no key is close, so that another program's variable stays quiet. */
  readonly meant?: string
}

export interface Configuration {
  /** What files of projects say about models, in force or not. */
  readonly projectRules: readonly ProjectRule[]
  readonly settings: HostSettings
  /** In the order of their names. They have no effect. */
  readonly ignoredVariables: readonly IgnoredVariable[]
  /** Dotted snake_case key → where its value came from; defaults are not listed. */
  readonly sources: ReadonlyMap<string, SettingSource>
  /** Every file that is looked at, in the order in which later wins. */
  readonly files: readonly {
    readonly file: string
    readonly role: 'user' | 'project' | 'directory' | 'flag'
    readonly found: boolean
  }[]
  /** The configuration directory. */
  readonly directory: string
  /** Of the user on this machine (redeem tickets). */
  readonly stateDirectory: string
}
