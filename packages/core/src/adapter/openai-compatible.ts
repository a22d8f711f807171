import * as v from 'valibot'
import { type Clock, systemClock } from '../plugin/clock.js'
import { bearer } from './bearer.js'
import type { Dialect } from './dialect.js'
import type { HeaderReader } from './headers.js'
import { openaiPaths } from './inference-paths.js'
import type { Limit, Model, ProviderAdapter } from './provider-adapter.js'
import { resetTime } from './reset-time.js'
import type { FailureKind, UpstreamFailure } from './upstream-failure.js'

export interface OpenAICompatibleOptions {
  /** Default: `openai-chat` and `openai-responses`. */
  readonly dialects?: readonly Dialect[]
  /** Where the list of models is, below the base URL. Default `v1/models`; a `/v1` at the seam is not doubled. */
  readonly modelsPath?: string
  /** Limits are told as "in so many seconds". Default: the system's. */
  readonly clock?: Pick<Clock, 'now'>
}

/** With every optional member there, so that a plugin can spread it and build on what it replaces. */
export type OpenAICompatibleAdapter = ProviderAdapter &
  Required<Pick<ProviderAdapter, 'allowedPaths' | 'classify' | 'limits' | 'models'>>

/** The whole adapter of a provider that speaks OpenAI's API below `/v1`: spread it and replace what deviates. */
export function openaiCompatible(options: OpenAICompatibleOptions = {}): OpenAICompatibleAdapter {
  const { dialects = ['openai-chat', 'openai-responses'], modelsPath = 'v1/models', clock = systemClock } = options
  return {
    dialects,
    allowedPaths: openaiPaths,
    prepare: bearer,
    classify,
    limits: (headers) => ['requests', 'tokens'].flatMap((name) => limitsOf(name, headers, clock.now())),
    models: async (http, signal) => (await http.get(modelsPath, { signal }).json(modelList)).data.map(modelOf),
  }
}

/**
 * Codes of https://platform.openai.com/docs/guides/error-codes; a table, because the same words come with status 429, with
 * 200 in a stream, and from compatible servers with other statuses still.
 */
const kinds: ReadonlyMap<string, FailureKind> = new Map([
  ['insufficient_quota', 'quota-exhausted'],
  ['credit_balance_exhausted', 'quota-exhausted'],
  ['organization_spend_limit_exceeded', 'quota-exhausted'],
  ['project_spend_limit_exceeded', 'quota-exhausted'],
  ['organization_usage_limit_exceeded', 'quota-exhausted'],
  ['billing_hard_limit_reached', 'quota-exhausted'],
  ['billing_not_active', 'quota-exhausted'],
  ['rate_limit_exceeded', 'rate-limited'],
  ['rate_limit_error', 'rate-limited'],
  ['invalid_api_key', 'credential-rejected'],
  ['server_is_overloaded', 'overloaded'],
  ['slow_down', 'overloaded'],
  ['server_error', 'server-error'],
])

/** The type decides last: `insufficient_quota` is a type too, and covers codes that are yet to be made. */
function classify({ status, error }: UpstreamFailure): FailureKind | undefined {
  const kind = kinds.get(error?.code ?? '') ?? kinds.get(error?.type ?? '')
  // `server_error` is a type of every failure of the server: the status knows which.
  return kind === 'server-error' && status >= 500 ? undefined : kind
}

/** What is left is told for the model that was asked. */
function limitsOf(name: string, headers: HeaderReader, now: number): readonly Limit[] {
  const field = (kind: string): string | undefined => headers.get(`x-ratelimit-${kind}-${name}`)
  const remaining = count(field('remaining'))
  if (remaining === undefined) return []
  const limit = count(field('limit'))
  const resetsAt = resetTime(field('reset'), now)
  return [
    {
      name,
      scope: 'model',
      remaining,
      ...(limit !== undefined && limit > 0 && { utilization: Math.min(1, Math.max(0, 1 - remaining / limit)) }),
      ...(resetsAt !== undefined && { resetsAt }),
    },
  ]
}

/** Some servers say -1 for "not limited". */
function count(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined
}

const listedModel = v.object({
  id: v.string(),
  name: v.nullish(v.string()),
  context_length: v.nullish(v.number()),
  context_window: v.nullish(v.number()),
  /** Epoch seconds. Some servers write 0 for a date that they do not know. */
  created: v.optional(v.unknown()),
})
const modelList = v.object({ data: v.array(listedModel) })

function modelOf(model: v.InferOutput<typeof listedModel>): Model {
  const contextWindow = model.context_length ?? model.context_window
  return {
    id: model.id,
    ...(typeof model.name === 'string' && { displayName: model.name }),
    ...(typeof contextWindow === 'number' && { contextWindow }),
    ...(typeof model.created === 'number' && model.created > 0 && { createdAt: model.created * 1000 }),
  }
}
