import {
  type Clock,
  type FailureKind,
  type HeaderEdits,
  openaiCompatible,
  type PrepareInput,
  type ProviderAdapter,
  type UpstreamFailure,
  type UpstreamRequest,
} from '@ccproxy/core'

export interface AdapterOptions {
  /** Model → deployment. */
  readonly deployments: Readonly<Record<string, string>>
  readonly clock: Clock
}

/** Azure's own codes; what it shares with OpenAI is in core. */
const kinds: ReadonlyMap<string, FailureKind> = new Map([
  // No deployment of that name: the same request fails the same way until the settings or the resource change.
  ['DeploymentNotFound', 'client-error'],
  ['content_filter', 'client-error'],
  // Said with 401, but the token is good: its owner lacks a role, and a new token would not have it either.
  ['PermissionDenied', 'forbidden'],
  ['RateLimitReached', 'rate-limited'],
])

/** A key and a token are never sent together. */
function credentialHeaders({ token }: PrepareInput): HeaderEdits {
  if (token.kind === 'api-key') return { 'api-key': token.reveal(), authorization: null }
  return { authorization: `Bearer ${token.reveal()}`, 'api-key': null }
}

/** The `v1` API: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle */
export function createAdapter({ deployments, clock }: AdapterOptions): ProviderAdapter {
  const base = openaiCompatible({ clock })
  const deploymentOf: ReadonlyMap<string, string> = new Map(Object.entries(deployments))

  /** What is not in the map is handed back as it is: then the bytes of the client go out. */
  const rewrite: NonNullable<UpstreamRequest['rewrite']> = (body) => {
    const { model } = body
    const deployment = typeof model === 'string' ? deploymentOf.get(model) : undefined
    return { body: deployment === undefined ? body : { ...body, model: deployment } }
  }

  /** Reading a body costs, so it is not asked for where no name can change. */
  function mayRename({ model, headers }: PrepareInput['request']): boolean {
    if (model !== undefined) return deploymentOf.has(model)
    return deploymentOf.size > 0 && /\bjson\b/i.test(headers.get('content-type') ?? '')
  }

  return {
    ...base,
    prepare: (input) => ({ headers: credentialHeaders(input), ...(mayRename(input.request) && { rewrite }) }),
    classify: (failure: UpstreamFailure) => kinds.get(failure.error?.code ?? '') ?? base.classify(failure),
    // The API lists every model of its region, deployed or not: what the settings name is what can be asked.
    models: async (http, signal) =>
      deploymentOf.size > 0
        ? [...deploymentOf].map(([id, deployment]) => ({ id, displayName: `${id} (deployment ${deployment})` }))
        : base.models(http, signal),
  }
}
