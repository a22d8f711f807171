import type { ProviderPluginFactory } from '@ccproxy/core'
import type { SandboxClients, SandboxEndpoints } from '@ccproxy/sandbox'
import type { ScriptedPerson } from '../../sign-in/create-scripted-interaction.js'

/** Keys as under `[plugins.<name>]`, in snake_case. */
export type WrittenSettings = Readonly<Record<string, unknown>>

/** Where the servers of the suite listen. */
export interface TestServers {
  /** The authorization server. */
  readonly sandbox: {
    readonly origin: string
    readonly endpoints: SandboxEndpoints
    readonly clients: SandboxClients
  }
  /** The provider's API, played by a recording server. */
  readonly api: { readonly origin: string }
}

/** What a flow needs that the suite cannot know: a server of its own, a file of another tool, an assertion. */
export interface FlowPreparation {
  /** Over those of the suite. */
  readonly settings?: WrittenSettings
  readonly environment?: Readonly<Record<string, string>>
  /** What the person enters when asked, in order. */
  readonly answers?: readonly string[]
  /** Default: follows the address that is shown. */
  readonly person?: ScriptedPerson
  /** From now on nothing renews this login any more. Absent: what happens then is not tested. */
  endLogin?(): void | Promise<void>
  stop?(): Promise<void>
}

export interface ProviderPluginOptions {
  /** The plugin's package.json: `new URL('../package.json', import.meta.url)`. */
  readonly packageJson: URL | string
  /**
   * Over those of the suite, which point `base_url` and the endpoints of `oauth` at its servers. For a plugin whose
   * endpoints follow from other settings. Called more than once, also before the servers run.
   */
  readonly settings?: WrittenSettings | ((servers: TestServers) => WrittenSettings)
  readonly environment?: Readonly<Record<string, string>>
  /** Looks like a key of the provider and is none. Needed where the flow's pattern is more than a beginning. */
  readonly apiKey?: string
  /** By flow id. Needed by custom, linked and jwt-bearer flows. */
  readonly flows?: Readonly<Record<string, (servers: TestServers) => FlowPreparation | Promise<FlowPreparation>>>
  /** Why something is not tested, by rule id, `flow:<flow id>` or `<rule id>:<flow id>`. */
  readonly skip?: Readonly<Record<string, string>>
  /** A directory: what goes upstream is recorded there, for each client whose dialect the plugin speaks. */
  readonly golden?: URL
}

export interface Subject {
  readonly factory: ProviderPluginFactory
  readonly options: ProviderPluginOptions
}
