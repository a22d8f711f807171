import { randomBytes } from 'node:crypto'
import type { CredentialVerdict } from '@ccproxy/sandbox'

/** The access tokens that a stand-in gave, and how long they live. */
export class IssuedAccessTokens {
  readonly #prefix: string
  readonly #lifetimeMs: number
  readonly #endsAt = new Map<string, number>()

  constructor(prefix: string, lifetimeSeconds: number) {
    this.#prefix = prefix
    this.#lifetimeMs = lifetimeSeconds * 1000
  }

  issue(): string {
    const token = `${this.#prefix}${randomBytes(24).toString('base64url')}`
    this.#endsAt.set(token, Date.now() + this.#lifetimeMs)
    return token
  }

  /** Ends every token given so far. */
  expireAll(): void {
    for (const token of this.#endsAt.keys()) this.#endsAt.set(token, 0)
  }

  /** @param token undefined: none came */
  verdict(token: string | undefined): CredentialVerdict {
    if (token === undefined || token === '') return 'absent'
    const endsAt = this.#endsAt.get(token)
    if (endsAt === undefined) return 'unknown'
    return endsAt > Date.now() ? 'accepted' : 'expired'
  }
}

/** @returns the token of an `authorization: Bearer` header */
export function bearerOf({ headers }: Pick<Request, 'headers'>): string | undefined {
  return /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1]
}
