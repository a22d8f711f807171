// Tells, once a day, which logins will end although they are refreshed.
import type { Clock, CredentialKey, HookBus, Logger, LoginEnd, Upkeep } from '@ccproxy/core'
import { idOf } from './scheduled-login.js'

const dayMs = 86_400_000

interface EndingLogin {
  readonly key: CredentialKey
  readonly flow: string
  readonly end: LoginEnd
  /** Epoch ms. */
  toldAt: number
}

export class EndingLogins {
  readonly #context: { readonly clock: Clock; readonly logger: Logger; readonly hooks: HookBus }
  /** Those whose end is known, near or not. */
  readonly #logins = new Map<string, EndingLogin>()

  constructor(context: { readonly clock: Clock; readonly logger: Logger; readonly hooks: HookBus }) {
    this.#context = context
  }

  /** Remembers the end of a login; undefined: it has none that is known. */
  note(key: CredentialKey, upkeep: Pick<Upkeep, 'flow' | 'end'> | undefined): void {
    const id = idOf(key)
    const end = upkeep?.end
    const known = this.#logins.get(id)
    if (upkeep === undefined || end === undefined) this.#logins.delete(id)
    else if (known?.end.at !== end.at)
      this.#logins.set(id, { key, flow: upkeep.flow, end, toldAt: Number.NEGATIVE_INFINITY })
  }

  /** Costs two comparisons for each login when there is nothing to tell. */
  tell(): void {
    const { clock, logger, hooks } = this.#context
    const now = clock.now()
    for (const login of this.#logins.values()) {
      const { key, flow, end } = login
      if (now < end.noticeAt || now >= end.at || now - login.toldAt < dayMs) continue
      login.toldAt = now
      const account = key.account === 'default' ? '' : ` --account ${key.account}`
      logger.warn('a login ends soon and cannot be renewed beyond that', {
        ...key,
        endsAt: new Date(end.at).toISOString(),
        hint: `Run: ccproxy auth login ${key.provider}${account}`,
      })
      if (hooks.observed('oauth.login.ending')) hooks.emit('oauth.login.ending', { key, flow, endsAt: end.at })
    }
  }
}
