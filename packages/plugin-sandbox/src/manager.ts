import {
  type AcquireOptions,
  type CredentialKey,
  type LoginInteraction,
  type LogoutResult,
  type ManagerContext,
  StandardTokenManager,
  type TokenSnapshot,
} from '@ccproxy/core'
import type { SandboxSettings } from './config.js'
import { EmbeddedServer } from './embedded-server.js'

/** The standard manager; before it is used for anything that needs the server, the server is started. */
export class SandboxTokenManager extends StandardTokenManager<SandboxSettings> {
  readonly #server: EmbeddedServer

  constructor(context: ManagerContext<SandboxSettings>) {
    super(context)
    this.#server = new EmbeddedServer(context)
  }

  /** The token of an earlier process may live while nothing listens yet: then `acquire` has to start the server. */
  override peek(key: CredentialKey): TokenSnapshot | undefined {
    return this.#server.used ? super.peek(key) : undefined
  }

  override async acquire(key: CredentialKey, options?: AcquireOptions): Promise<TokenSnapshot> {
    await this.#server.ready()
    return super.acquire(key, options)
  }

  override async login(
    key: CredentialKey,
    flowId: string | readonly string[],
    interaction: LoginInteraction,
  ): Promise<TokenSnapshot> {
    await this.#server.ready()
    return super.login(key, flowId, interaction)
  }

  override async refresh(key: CredentialKey): Promise<TokenSnapshot> {
    await this.#server.ready()
    return super.refresh(key)
  }

  override async logout(key: CredentialKey): Promise<LogoutResult> {
    await this.#server.ready()
    return super.logout(key)
  }

  override async stop(): Promise<void> {
    await super.stop()
    await this.#server.close()
  }
}
