import { join } from 'node:path'
import { CCProxyError, type ManagerContext } from '@ccproxy/core'
import { type SharedSandbox, shareSandbox } from '@ccproxy/sandbox'
import type { SandboxSettings } from './config.js'
import { ownersDirectory } from './owners-directory.js'

/** The sandbox of this machine: started with its first use, or joined when another process has started it. */
export class EmbeddedServer {
  readonly #context: ManagerContext<SandboxSettings>
  #sharing: Promise<SharedSandbox> | undefined
  #ready = false

  constructor(context: ManagerContext<SandboxSettings>) {
    this.#context = context
  }

  /** It has answered since this process needs it. */
  get used(): boolean {
    return this.#ready
  }

  /** @throws CCPROXY_UPSTREAM_UNREACHABLE when something else has its port */
  async ready(): Promise<void> {
    this.#sharing ??= this.#share()
    try {
      await (await this.#sharing).ready()
      this.#ready = true
    } catch (cause) {
      this.#sharing = undefined
      this.#ready = false
      const { port } = this.#context.settings
      throw new CCProxyError('CCPROXY_UPSTREAM_UNREACHABLE', `the sandbox cannot use port ${port}`, {
        hint: 'Set plugins.sandbox.port to a port that is free.',
        cause,
      })
    }
  }

  async close(): Promise<void> {
    const sharing = this.#sharing
    this.#ready = false
    await sharing?.then(
      (sandbox) => sandbox.close(),
      () => {},
    )
  }

  #share(): Promise<SharedSandbox> {
    const { settings, stateDirectory, logger } = this.#context
    const { port, accessTokenLifetime, consent } = settings
    return shareSandbox({
      port,
      consent,
      accessTokenLifetimeSeconds: accessTokenLifetime,
      // Of the machine, as the port is: a copy of a configuration directory finds the same server with the same tokens.
      stateFile: join(stateDirectory, 'sandbox', `${port}.json`),
      ownersDirectory: ownersDirectory(stateDirectory, port),
      // `ccproxy auth login sandbox` ends when the sign-in ends.
      keepProcessAlive: false,
      onError: (error) =>
        logger.error('the sandbox failed', { error: error instanceof Error ? error.name : 'unknown' }),
    })
  }
}
