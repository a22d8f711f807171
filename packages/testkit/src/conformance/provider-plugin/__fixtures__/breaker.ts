import type { ProviderPluginFactory } from '@ccproxy/core'
import type { ProviderPluginOptions } from '../provider-plugin-options.js'

/** A tiny plugin that breaks one rule. */
export interface Breaker {
  /** Its id. */
  readonly rule: string
  /** What is wrong with it. */
  readonly wrong: string
  /** Absent: what is wrong is in its package. */
  readonly factory?: ProviderPluginFactory
  /** Changes of its package.json; undefined removes a field. */
  readonly packageJson?: Readonly<Record<string, unknown>>
  readonly options?: Partial<ProviderPluginOptions>
  /** Part of what the rule says. */
  readonly says: string
}
