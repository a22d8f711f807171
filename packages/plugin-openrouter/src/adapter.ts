import {
  type Clock,
  classifyByStatus,
  type FailureKind,
  type HeaderReader,
  type Limit,
  openaiCompatible,
  type ProviderAdapter,
  type UpstreamFailure,
} from '@ccproxy/core'

/** What clients need. Keys, guardrails, workspaces and the rest of the account are managed at OpenRouter. */
const allowedPaths = [
  '/v1/audio',
  '/v1/chat',
  '/v1/completions',
  '/v1/embeddings',
  '/v1/endpoints',
  '/v1/generation',
  '/v1/images',
  '/v1/key',
  '/v1/messages',
  '/v1/model',
  '/v1/models',
  '/v1/providers',
  '/v1/rerank',
  '/v1/responses',
  '/v1/videos',
]

/** A limit that starts anew later than this is an allowance, not a pace. */
const paceMs = 10 * 60_000

/** Types of the Anthropic skin, which come with status 200 once a stream has begun. */
const byType: ReadonlyMap<string, FailureKind> = new Map([
  ['authentication_error', 'credential-rejected'],
  ['permission_error', 'forbidden'],
  ['billing_error', 'quota-exhausted'],
  ['rate_limit_error', 'rate-limited'],
  ['overloaded_error', 'overloaded'],
  ['api_error', 'server-error'],
])

/** An error of a model that had begun comes with status 200 and says in its code which status it would have had. */
function statusOf({ status, error }: UpstreamFailure): number | undefined {
  if (status >= 400) return status
  const code = Number(error?.code)
  return code >= 400 && code < 600 ? code : undefined
}

/** OpenRouter's own refusals carry these; successful answers do not. */
function limits(headers: HeaderReader): readonly Limit[] {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((field) =>
    Number(headers.get(`x-ratelimit-${field}`) ?? Number.NaN),
  )
  if (remaining === undefined || !(remaining >= 0)) return []
  return [
    {
      name: 'requests',
      scope: 'account',
      remaining,
      ...(limit !== undefined && limit > 0 && { utilization: Math.max(0, 1 - remaining / limit) }),
      // Epoch milliseconds, unlike the resets of other providers.
      ...(reset !== undefined && reset > 1e12 && { resetsAt: reset }),
    },
  ]
}

/** Of the limits of https://openrouter.ai/docs/api_reference/limits those that waiting a minute does not help against. */
function isAllowanceSpent({ status, headers, error }: UpstreamFailure, clock: Clock): boolean {
  const message = error?.message ?? ''
  // The cap of a key comes with 403 as well as with 402.
  if (/\bkey limit\b/i.test(message)) return true
  if (status !== 429) return false
  if (/per[- ]day/i.test(message)) return true
  return limits(headers).some(({ resetsAt = 0 }) => resetsAt - clock.now() > paceMs)
}

export function adapter(clock: Clock): ProviderAdapter {
  const standard = openaiCompatible({ dialects: ['openai-chat', 'openai-responses', 'anthropic-messages'], clock })
  return {
    ...standard,
    allowedPaths,
    limits,
    classify: (failure) => {
      if (isAllowanceSpent(failure, clock)) return 'quota-exhausted'
      const status = statusOf(failure)
      if (status !== undefined) return classifyByStatus(status)
      return byType.get(failure.error?.type ?? '') ?? standard.classify(failure)
    },
  }
}
