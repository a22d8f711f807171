import { createHash, randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { bearerOf, IssuedAccessTokens } from './issued-access-tokens.js'
import type { ProviderStandIn } from './provider-stand-in.js'
import { startStandInServer } from './stand-in-server.js'

export interface OpenRouterOptions {
  /** Until a key is refused. Real ones have no end. Default 3600. */
  readonly lifetimeSeconds?: number
  /** What `GET /api/v1/key` says, in dollars. Default: no limit. */
  readonly limit?: { readonly total: number; readonly remaining: number }
}

export interface OpenRouterStandIn extends ProviderStandIn {
  /** A key that somebody made on the website. */
  issueKey(): string
}

/** OpenRouter as its documents say: PKCE without a client, a key instead of tokens, the API below `/api`. */
export async function startOpenRouter(options: OpenRouterOptions = {}): Promise<OpenRouterStandIn> {
  const { lifetimeSeconds = 3600, limit } = options
  const keys = new IssuedAccessTokens('sk-or-v1-fake', lifetimeSeconds)
  const codes = new PendingCodes()
  const tokenRequests: ProviderStandIn['tokenRequests'][number][] = []

  const exchange = async (request: Request): Promise<Response> => {
    const status = request.method === 'POST' ? codes.redeem(await request.json().catch(() => undefined)) : 405
    tokenRequests.push({ grant: 'authorization_code', status })
    if (status !== 200) return refusal(status, refusals[status] ?? 'Error')
    return Response.json({ key: keys.issue(), user_id: 'user_stand_in' })
  }

  const { origin, apiRequests, stop } = await startStandInServer({
    dialects: ['openai-chat', 'openai-responses', 'anthropic-messages'],
    authorize: (request) => keys.verdict(bearerOf(request)),
    endpoints: async (request, url) => {
      if (url.pathname === '/auth') return consent(url.searchParams, codes)
      return url.pathname === '/api/v1/auth/keys' ? await exchange(request) : undefined
    },
    extras: ({ pathname }) => (pathname === '/api/v1/key' ? Response.json({ data: keyFacts(limit) }) : undefined),
  })
  return {
    origin,
    settings: {
      base_url: `${origin}/api`,
      oauth: { authorize_url: `${origin}/auth`, token_url: `${origin}/api/v1/auth/keys` },
    },
    environment: {},
    tokenRequests,
    apiRequests,
    issueKey: () => keys.issue(),
    expireTokens: () => keys.expireAll(),
    stop,
  }
}

const refusals: Readonly<Record<number, string>> = {
  400: 'Invalid code_challenge_method',
  403: 'Invalid code or code_verifier',
  405: 'Method Not Allowed',
}

function refusal(status: number, message: string): Response {
  return Response.json({ error: { code: status, message } }, { status })
}

const exchangeBody = v.object({ code: v.string(), code_verifier: v.string(), code_challenge_method: v.string() })
const codeLifetimeMs = 10 * 60_000

/** Codes that were given and not yet redeemed: each once, for ten minutes, for the verifier of its challenge. */
class PendingCodes {
  readonly #challenges = new Map<string, { readonly challenge: string; readonly endsAt: number }>()

  give(challenge: string): string {
    const code = `auth_code_${randomBytes(12).toString('hex')}`
    this.#challenges.set(code, { challenge, endsAt: Date.now() + codeLifetimeMs })
    return code
  }

  /** @returns the HTTP status of the answer */
  redeem(body: unknown): number {
    if (!v.is(exchangeBody, body) || body.code_challenge_method !== 'S256') return 400
    const pending = this.#challenges.get(body.code)
    this.#challenges.delete(body.code)
    const challenge = createHash('sha256').update(body.code_verifier).digest('base64url')
    return pending !== undefined && pending.endsAt > Date.now() && pending.challenge === challenge ? 200 : 403
  }
}

/** A person who allows: sent back at once, or shown the code where there is no address to go back to. */
function consent(parameters: URLSearchParams, codes: PendingCodes): Response {
  const challenge = parameters.get('code_challenge')
  const callback = parameters.get('callback_url')
  if (challenge === null || parameters.get('code_challenge_method') !== 'S256')
    return new Response('The challenge is missing', { status: 400 })
  if (callback === null)
    return new Response(`<h1>Your code</h1><code>${codes.give(challenge)}</code>`, {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    })
  const target = URL.canParse(callback) ? new URL(callback) : undefined
  const allowed = target?.protocol === 'https:' || (target?.protocol === 'http:' && target.hostname === 'localhost')
  if (target === undefined || !allowed) return new Response('The callback is not allowed', { status: 400 })
  target.searchParams.set('code', codes.give(challenge))
  return new Response(null, { status: 302, headers: { location: target.href } })
}

function keyFacts(limit: OpenRouterOptions['limit']): object {
  const used = limit === undefined ? 0 : limit.total - limit.remaining
  return {
    label: 'sk-or-v1-fak...ake',
    limit: limit?.total ?? null,
    limit_remaining: limit?.remaining ?? null,
    limit_reset: limit === undefined ? null : 'monthly',
    include_byok_in_limit: false,
    usage: used,
    usage_daily: used,
    usage_weekly: used,
    usage_monthly: used,
    is_free_tier: false,
    expires_at: null,
  }
}
