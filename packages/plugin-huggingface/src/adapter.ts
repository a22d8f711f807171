import { bearer, type Clock, type Model, openaiCompatible, type ProviderAdapter } from '@ccproxy/core'
import type * as v from 'valibot'
import { modelList } from './schemas.js'

export interface AdapterOptions {
  readonly billTo?: string | undefined
  readonly clock: Pick<Clock, 'now'>
}

/** Its 402 (the monthly credits are used up) and 403 (the token may not call Inference Providers) are in the default table. */
export function createAdapter({ billTo, clock }: AdapterOptions): ProviderAdapter {
  return {
    ...openaiCompatible({ dialects: ['openai-chat'], clock }),
    // Who pays is said by the settings, not by whoever uses the proxy.
    prepare: (input) => ({ headers: { ...bearer(input).headers, 'x-hf-bill-to': billTo ?? null } }),
    models: async (http, signal) => (await http.get('v1/models', { signal }).json(modelList)).data.map(modelOf),
  }
}

/** Each provider serves a model with a length of its own; the router may choose any of those that are live. */
function modelOf({ id, created, providers }: v.InferOutput<typeof modelList>['data'][number]): Model {
  const lengths = providers.flatMap((provider) =>
    provider.status === 'live' && typeof provider.context_length === 'number' ? [provider.context_length] : [],
  )
  return {
    id,
    ...(lengths.length > 0 && { contextWindow: Math.max(...lengths) }),
    ...(typeof created === 'number' && created > 0 && { createdAt: created * 1000 }),
  }
}
