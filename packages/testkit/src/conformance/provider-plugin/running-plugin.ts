import type { ProviderPluginRuntime } from '@ccproxy/core'
import { type Gateway, startGateway } from './bench/start-gateway.js'
import type { WatchedServices } from './bench/watched-services.js'

/** A plugin that was created, with everything that comes out of it. */
export class RunningPlugin {
  readonly runtime: ProviderPluginRuntime
  readonly watched: WatchedServices
  readonly #apiOrigin: string

  constructor(runtime: ProviderPluginRuntime, watched: WatchedServices, apiOrigin: string) {
    this.runtime = runtime
    this.watched = watched
    this.#apiOrigin = apiOrigin
  }

  /** The host around it. Requests go to the API of the suite, also those of a plugin that has no setting for that. */
  startGateway(): Promise<Gateway> {
    const { hooks, logger } = this.watched.services
    const { pathname } = new URL(this.runtime.baseUrl)
    const baseUrl = this.#apiOrigin + pathname.replace(/\/+$/, '')
    // Not spread: a runtime may be an object of a class.
    const provider: ProviderPluginRuntime = Object.create(this.runtime, { baseUrl: { value: baseUrl } })
    return startGateway({ provider, hooks, logger })
  }

  stop(): Promise<void> {
    return this.runtime.stop()
  }
}
