// What the tests of the flows share: a session on a clock of its own, a scripted person, a look for leaked secrets.
import { inspect } from 'node:util'
import { expect } from 'vitest'
import { type CCProxyError, isCCProxyError } from '../../errors/ccproxy-error.js'
import { createHookBus } from '../../hooks/create-hook-bus.js'
import { HookEvent } from '../../hooks/hook-event.js'
import { createHttpClient } from '../../http/create-http-client.js'
import type { Fetch } from '../../http/http-client.js'
import type { Clock } from '../../plugin/clock.js'
import { silentLogger } from '../../plugin/logger.js'
import type { OAuthCredential } from '../../storage/credential.js'
import type { LoginSession } from '../flow-session.js'
import { type FlowTiming, standardTiming } from '../flow-timing.js'
import type { LoginInteraction } from '../login-context.js'
import type { AuthorizationCodeFlow } from '../oauth-flow.js'

export const authOrigin: string = 'https://auth.example.test'
export const startOfTime: number = Date.parse('2026-11-22T20:00:00.000Z')

interface FakeClock extends Clock {
  advance(ms: number): void
}

function fakeClock(): FakeClock {
  let elapsed = 0
  return {
    now: () => startOfTime + elapsed,
    monotonic: () => 1000 + elapsed,
    advance: (ms) => {
      elapsed += ms
    },
  }
}

interface ShownUrl {
  readonly url: URL
  readonly userCode?: string
  readonly openUrl?: URL
}

/** A person who does what the test says. Prompts without a scripted line stay open until they are aborted. */
export interface ScriptedPerson extends LoginInteraction {
  readonly shown: Promise<ShownUrl>
  readonly notices: string[]
  readonly questions: string[]
  /** Signals of the prompts. */
  readonly prompts: AbortSignal[]
  giveUp(): void
}

export function person(lines: readonly (string | Error)[] = []): ScriptedPerson {
  const shown = Promise.withResolvers<ShownUrl>()
  const script = [...lines]
  const leaving = new AbortController()
  const notices: string[] = []
  const questions: string[] = []
  const prompts: AbortSignal[] = []
  return {
    shown: shown.promise,
    notices,
    questions,
    prompts,
    signal: leaving.signal,
    giveUp: () => leaving.abort(),
    notify: (message) => {
      notices.push(message)
    },
    showUrl: async (url, options) => shown.resolve({ url, ...options }),
    prompt: async (question, { signal } = {}) => {
      questions.push(question)
      if (signal) prompts.push(signal)
      const line = script.shift()
      if (line instanceof Error) throw line
      if (line !== undefined) return line
      const { promise, reject } = Promise.withResolvers<string>()
      signal?.addEventListener('abort', () => reject(new Error('prompt aborted')), { once: true })
      return await promise
    },
  }
}

export const endOfInput: Error = new Error('end of input')

interface RecordedEvent {
  readonly event: string
  readonly payload: object
}

interface RecordedRequest {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: string
}

export interface SessionFixture extends LoginSession {
  readonly clock: FakeClock
  readonly interaction: ScriptedPerson
  readonly events: RecordedEvent[]
  /** What went through `fetch`, in order. */
  readonly requests: RecordedRequest[]
}

export function loginSession(overrides: Partial<LoginSession & { interaction: ScriptedPerson }> = {}): SessionFixture {
  const hooks = createHookBus(silentLogger)
  const events: RecordedEvent[] = []
  for (const event of [HookEvent.OAUTH_TOKEN_REQUEST, HookEvent.OAUTH_TOKEN_RESPONSE, HookEvent.OAUTH_ERROR] as const) {
    hooks.on(event, (payload) => void events.push({ event, payload }), { name: 'test' })
  }
  const requests: RecordedRequest[] = []
  const send = overrides.fetch ?? globalThis.fetch
  const fetch: Fetch = async (input, init = {}) => {
    const { method = 'GET', headers, body } = init
    const text = typeof body === 'string' ? body : ''
    requests.push({
      url: input instanceof Request ? input.url : String(input),
      method,
      headers: new Headers(headers),
      body: text,
    })
    return await send(input, init)
  }
  return {
    key: { provider: 'acme', account: 'default' },
    http: createHttpClient({ fetch }),
    hooks,
    logger: silentLogger,
    plugin: '@example/plugin-acme',
    apiOrigin: 'https://api.example.test',
    previous: undefined,
    installationId: 'installation-1',
    callbackPort: 0,
    environment: {},
    ...overrides,
    fetch,
    requests,
    clock: fakeClock(),
    interaction: overrides.interaction ?? person(),
    events,
  }
}

/** The one request of a session, read as what its content type says. */
export function onlyRequest({ requests }: SessionFixture): { headers: Headers; body: unknown } {
  expect(requests).toHaveLength(1)
  const [{ headers, body } = { headers: new Headers(), body: '' }] = requests
  const json = headers.get('content-type') === 'application/json'
  return { headers, body: json ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body)) }
}

/** Nothing waits for real. */
export const fastTiming: FlowTiming = { ...standardTiming, resultPageGraceMs: 0 }

export function browserFlow(overrides: Partial<AuthorizationCodeFlow> = {}): AuthorizationCodeFlow {
  return {
    kind: 'authorization-code',
    id: 'browser',
    label: 'Acme',
    clientId: 'client-1',
    scopes: ['inference', 'offline_access'],
    authorizeUrl: `${authOrigin}/authorize`,
    token: { url: `${authOrigin}/token` },
    pkce: 'S256',
    redirect: { kind: 'loopback' },
    ...overrides,
  }
}

export const oldRefreshToken: string = 'fake-refresh-token-old'

export function heldCredential(overrides: Partial<OAuthCredential> = {}): OAuthCredential {
  return {
    kind: 'oauth',
    revision: 'revision-1',
    flow: 'browser',
    obtainedAt: startOfTime - 3_600_000,
    extra: { kept: 'yes' },
    profile: { email: 'dev@example.test' },
    accessToken: 'fake-access-token-old',
    refreshToken: oldRefreshToken,
    tokenType: 'Bearer',
    expiresAt: startOfTime,
    refreshTokenExpiresAt: startOfTime + 86_400_000,
    scopes: ['inference'],
    clientId: 'client-1',
    grantId: 'grant-1',
    generation: 3,
    boundTo: { plugin: '@example/plugin-acme', tokenOrigin: authOrigin, apiOrigin: 'https://api.example.test' },
    ...overrides,
  }
}

/** @returns the error that `work` fails with; it must be one of ours */
export async function failureOf(work: Promise<unknown>): Promise<CCProxyError> {
  const error: unknown = await work.then(
    (value) => new Error(`expected a failure, got ${typeof value}`),
    (reason: unknown) => reason,
  )
  if (isCCProxyError(error)) return error
  throw error
}

/** Everywhere an error can end up: message, stack, JSON, the console, and all of it through its causes. */
export function expectNoSecret(error: Error, ...secrets: readonly string[]): void {
  const everything = [
    error.message,
    error.stack,
    JSON.stringify(error),
    inspect(error, { depth: 10, showHidden: true }),
  ]
  for (const secret of secrets) {
    for (const text of everything) expect(text).not.toContain(secret)
  }
}
