import { CCProxyError, isLoopbackUrl } from '@ccproxy/core'

const mostVerdicts = 1000

const everyInterface = new Set(['0.0.0.0', '[::]'])

/** Remembers where we listen, so that a base URL that points at ourselves is refused instead of looping. */
export class OwnAddresses {
  readonly #origins = new Set<string>()
  readonly #loopbackPorts = new Set<string>()
  /** Origin → is it us. Asked for each request, and there are as many origins as base URLs. */
  readonly #verdicts = new Map<string, boolean>()

  set(origins: readonly string[]): void {
    this.#origins.clear()
    this.#loopbackPorts.clear()
    this.#verdicts.clear()
    for (const origin of origins) {
      const url = new URL(origin)
      this.#origins.add(url.origin)
      // This machine has many names for itself.
      if (isLoopbackUrl(url) || everyInterface.has(url.hostname)) this.#loopbackPorts.add(url.port)
    }
  }

  /** @throws CCPROXY_UPSTREAM_LOOP */
  assertForeign(origin: string): void {
    let ours = this.#verdicts.get(origin)
    if (ours === undefined) {
      ours = this.#isOurs(origin)
      if (this.#verdicts.size >= mostVerdicts) this.#verdicts.clear()
      this.#verdicts.set(origin, ours)
    }
    if (ours) throw new CCProxyError('CCPROXY_UPSTREAM_LOOP', `the provider's address ${origin} is CCProxy itself`)
  }

  #isOurs(origin: string): boolean {
    const url = new URL(origin)
    const isHere = isLoopbackUrl(url) || everyInterface.has(url.hostname)
    return this.#origins.has(url.origin) || (isHere && this.#loopbackPorts.has(url.port))
  }
}
