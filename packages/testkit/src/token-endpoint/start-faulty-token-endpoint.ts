import { setTimeout as delay } from 'node:timers/promises'
import { type Answer, answerJson, answerWith, hang, resetConnection, truncateAfter } from '../upstream/answers.js'
import type { RecordedRequest } from '../upstream/recorded-request.js'
import { startRecordingUpstream } from '../upstream/start-recording-upstream.js'
import { type IssuedTokens, TokenFamily } from './token-family.js'
import type { TokenOutcome } from './token-outcome.js'

export interface FaultyTokenEndpointOptions {
  /** For requests that no script is left for. Default: a good server that rotates. */
  readonly outcome?: TokenOutcome
  /** Default 3600. */
  readonly expiresInSeconds?: number
  /** Between the rotation and the answer. Default 0. */
  readonly delayMs?: number
}

export interface FaultyTokenEndpoint {
  readonly url: string
  readonly requests: readonly RecordedRequest[]
  /** Of each request, from its form or JSON body. */
  readonly parameters: readonly ReadonlyMap<string, string>[]
  readonly family: TokenFamily
  /** Tokens of a sign-in that happened before the test. */
  issue(): IssuedTokens
  /** For the next requests, one each. */
  script(...outcomes: readonly TokenOutcome[]): void
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A token endpoint that does wrong what real ones do wrong, and notices a refresh token that comes twice. */
export async function startFaultyTokenEndpoint(options: FaultyTokenEndpointOptions = {}): Promise<FaultyTokenEndpoint> {
  const { outcome: standing = { kind: 'grant' }, expiresInSeconds = 3_600, delayMs = 0 } = options
  const family = new TokenFamily()
  const parameters: ReadonlyMap<string, string>[] = []
  const scripted: TokenOutcome[] = []

  const upstream = await startRecordingUpstream({
    answer: async (request, response) => {
      const sent = parametersOf(request)
      parameters.push(sent)
      const answer = decide(scripted.shift() ?? standing, sent, family, expiresInSeconds)
      if (delayMs > 0) await delay(delayMs)
      await answer(request, response)
    },
  })
  return {
    url: `${upstream.origin}/token`,
    requests: upstream.requests,
    parameters,
    family,
    issue: () => family.issue(),
    script: (...outcomes) => {
      scripted.push(...outcomes)
    },
    close: () => upstream.close(),
    [Symbol.asyncDispose]: () => upstream.close(),
  }
}

function decide(
  outcome: TokenOutcome,
  sent: ReadonlyMap<string, string>,
  family: TokenFamily,
  expiresInSeconds: number,
): Answer {
  switch (outcome.kind) {
    case 'grant':
      return grant(outcome, sent, family, expiresInSeconds)
    case 'rotate-then-drop':
    case 'rotate-then-cut':
      if (!family.present(sent.get('refresh_token'))) return invalidGrant
      return outcome.kind === 'rotate-then-drop' ? dropped(family.rotate()) : cut(family.rotate())
    case 'error': {
      const { error, status = 400, description } = outcome
      return answerJson({ error, ...(description === undefined ? {} : { error_description: description }) }, { status })
    }
    case 'html':
      return answerWith('<!doctype html><h1>Bad gateway</h1>', {
        status: outcome.status ?? 502,
        headers: { 'content-type': 'text/html' },
      })
    case 'rate-limited':
      return answerJson(
        { error: 'rate_limited' },
        { status: 429, headers: { 'retry-after': String(outcome.retryAfter ?? 1) } },
      )
    case 'hang':
      return hang()
    case 'reset':
      return resetConnection()
    case 'redirect':
      return answerWith('', { status: 302, headers: { location: outcome.location } })
    case 'raw':
      break
  }
  const { status, body, contentType = 'application/json' } = outcome
  return answerWith(body, { status, headers: { 'content-type': contentType } })
}

const invalidGrant = answerJson({ error: 'invalid_grant' }, { status: 400 })

const dropped = (_lost: IssuedTokens): Answer => resetConnection()

const cut = ({ accessToken, refreshToken }: IssuedTokens): Answer => {
  const body = JSON.stringify({ access_token: accessToken, token_type: 'Bearer', refresh_token: refreshToken })
  return truncateAfter(body.length / 2, body, { headers: { 'content-type': 'application/json' } })
}

function grant(
  { expiresInSeconds: own, rotate = 'rotate', fields }: Extract<TokenOutcome, { kind: 'grant' }>,
  sent: ReadonlyMap<string, string>,
  family: TokenFamily,
  expiresInSeconds: number,
): Answer {
  const refreshing = sent.get('grant_type') === 'refresh_token'
  if (refreshing && !family.present(sent.get('refresh_token'))) return invalidGrant
  const serial = family.issued.length + 1
  const tokens = refreshing
    ? rotate === 'rotate'
      ? family.rotate()
      : { accessToken: `fake-access-token-${serial}-kept`, refreshToken: undefined }
    : family.issue()
  return answerJson(
    {
      access_token: tokens.accessToken,
      token_type: 'Bearer',
      expires_in: own ?? expiresInSeconds,
      refresh_token: tokens.refreshToken,
      ...fields,
    },
    { headers: { 'cache-control': 'no-store' } },
  )
}

function parametersOf(request: RecordedRequest): ReadonlyMap<string, string> {
  if (!request.header('content-type')?.includes('json')) return new Map(new URLSearchParams(request.text()))
  const body: unknown = JSON.parse(request.text())
  return new Map(
    Object.entries(typeof body === 'object' && body !== null ? body : {}).map(([k, value]) => [k, String(value)]),
  )
}
