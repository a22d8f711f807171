import type { Problems } from './checks/problems.ts'
import type { Load } from './load/create-load.ts'
import type { ProviderName } from './servers/login.ts'
import type { AuthorizationServer } from './servers/start-authorization-server.ts'
import type { Provider } from './servers/start-provider.ts'
import type { Proxy, Served } from './servers/start-proxy.ts'
import type { SoakForm } from './soak-form.ts'
import type { SoakOptions } from './soak-options.ts'

/** What one soak works with. */
export interface Soak {
  readonly options: SoakOptions
  readonly form: SoakForm
  readonly accounts: readonly [string, ...string[]]
  readonly problems: Problems
  readonly server: AuthorizationServer
  readonly providers: readonly Provider[]
  readonly proxy: Proxy
  readonly served: Served
  readonly load: Load
  /** Prints a line. */
  readonly say: (line: string) => void
}

/** Each account is signed in to each of them. */
export const providerNames = ['claude', 'huggingface'] as const satisfies readonly ProviderName[]
