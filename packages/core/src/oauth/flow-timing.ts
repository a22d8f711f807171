import { setTimeout as delay } from 'node:timers/promises'

/** The waits of a sign-in; tests shorten them. */
export interface FlowTiming {
  /** One request to an authorization server, from the first byte sent to the last one read. */
  readonly requestTimeoutMs: number
  /** RFC 7009 calls are a courtesy; nobody waits long for one. */
  readonly revocationTimeoutMs: number
  /** From showing the address to the callback. */
  readonly loginTimeoutMs: number
  /** How long the callback server stays for the browser that was sent on to the result page. */
  readonly resultPageGraceMs: number
  /** Rejects when `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export const standardTiming: FlowTiming = {
  requestTimeoutMs: 120_000,
  revocationTimeoutMs: 20_000,
  loginTimeoutMs: 600_000,
  resultPageGraceMs: 1500,
  sleep: async (ms, signal) => {
    await delay(ms, undefined, { signal })
  },
}
