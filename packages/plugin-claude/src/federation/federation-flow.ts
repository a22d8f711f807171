import { CCProxyError, isCCProxyError, type JwtBearerFlow } from '@ccproxy/core'
import type { Environment } from '../environment.js'
import { assertProfileApi } from '../profile/assert-profile-api.js'
import { explainRefusal, normalizeError } from './explain-refusal.js'
import {
  type FederationParameters,
  type FederationSettings,
  federationParameters,
  missingParameters,
} from './federation-parameters.js'
import { readIdentityToken } from './read-identity-token.js'

/** Both words are needed: the first for bearers, the second leads the request to the federation. */
const federationBetas = 'oauth-2025-04-20,oidc-federation-2026-04-01'

export interface FederationSurroundings {
  readonly settings: FederationSettings | undefined
  readonly environment: Environment
  readonly baseUrl: string
  readonly tokenUrl: string
}

/** Workload Identity Federation: an identity token of the user's own provider is exchanged for a short-lived token. */
export function federationFlow(surroundings: FederationSurroundings): JwtBearerFlow {
  return {
    kind: 'jwt-bearer',
    id: 'federation',
    label: 'Workload Identity Federation',
    get unavailable() {
      return whyNot(surroundings)
    },
    ambient: () => whyNot(surroundings) === undefined,
    token: {
      url: surroundings.tokenUrl,
      encoding: 'json',
      headers: { 'anthropic-beta': federationBetas },
      normalize: normalizeError,
      explain: (refusal) => explainRefusal(refusal, workspaceOf(surroundings) !== undefined),
    },
    assertion: async (signal) => {
      const parameters = usableParameters(surroundings)
      return { assertion: await readIdentityToken(parameters, signal), params: wireParameters(parameters) }
    },
    credential: () => ({ profile: { attributes: wireParameters(usableParameters(surroundings)) } }),
  }
}

/** @throws CCPROXY_OAUTH_ASSERTION | CCPROXY_CREDENTIAL_LINK */
function usableParameters({ settings, environment, baseUrl }: FederationSurroundings): FederationParameters {
  const parameters = federationParameters(settings, environment)
  const missing = missingParameters(parameters)
  if (missing.length > 0)
    throw new CCProxyError('CCPROXY_OAUTH_ASSERTION', 'the federation is not configured', {
      hint: `Set ${missing.join(', ')}.`,
    })
  if (parameters.profile !== undefined) {
    assertProfileApi(parameters.profile, baseUrl)
    assertTokenSource(parameters.profile.file.authentication.identity_token?.source, parameters.profile.path)
  }
  return parameters
}

function assertTokenSource(source: string | undefined, path: string): void {
  if (source === undefined || source === 'file') return
  throw new CCProxyError('CCPROXY_OAUTH_ASSERTION', `${path} takes the identity token from a source that is no file`, {
    hint: 'Set its identity_token to { "source": "file", "path": "…" }, the one source that CCProxy reads.',
  })
}

function whyNot(surroundings: FederationSurroundings): JwtBearerFlow['unavailable'] {
  try {
    usableParameters(surroundings)
    return undefined
  } catch (error) {
    if (!isCCProxyError(error)) throw error
    return { reason: error.message, hint: error.hint }
  }
}

function workspaceOf({ settings, environment }: FederationSurroundings): string | undefined {
  return federationParameters(settings, environment).workspaceId
}

/** Names as the token endpoint wants them. The workspace goes into the exchange: a federated token takes no header for it. */
function wireParameters(parameters: FederationParameters): Record<string, string> {
  const { ruleId = '', organizationId = '', serviceAccountId, workspaceId } = parameters
  return {
    federation_rule_id: ruleId,
    organization_id: organizationId,
    ...(serviceAccountId !== undefined && { service_account_id: serviceAccountId }),
    ...(workspaceId !== undefined && { workspace_id: workspaceId }),
  }
}
