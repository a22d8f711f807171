// Which federation is meant: our settings, else what Anthropic's SDKs would use, in their order.
import type { Environment } from '../environment.js'
import { variable } from '../environment.js'
import { profilePlace } from '../profile/profile-place.js'
import { type Profile, readProfile } from '../profile/read-profile.js'

/** `[plugins.claude.federation]` */
export interface FederationSettings {
  readonly ruleId?: string | undefined
  readonly organizationId?: string | undefined
  readonly serviceAccountId?: string | undefined
  readonly workspaceId?: string | undefined
  readonly identityTokenFile?: string | undefined
}

export interface FederationParameters {
  readonly ruleId: string | undefined
  readonly organizationId: string | undefined
  readonly serviceAccountId: string | undefined
  readonly workspaceId: string | undefined
  /** The file wins: it can be renewed while we run. */
  readonly identityTokenFile: string | undefined
  readonly identityToken: string | undefined
  /** The profile that says so, unless it is our settings or the environment. */
  readonly profile: Profile | undefined
}

/** @throws CCPROXY_CREDENTIAL_LINK when there is a profile that cannot be read */
export function federationParameters(
  settings: FederationSettings | undefined,
  environment: Environment,
): FederationParameters {
  const surroundings = fromEnvironment(environment)
  if (settings !== undefined) return filled(settings, surroundings)
  const isNamed = variable(environment, 'ANTHROPIC_PROFILE') !== undefined
  if (!isNamed && missingParameters(surroundings).length === 0) return surroundings
  const place = profilePlace(environment)
  const profile = place && readProfile(place)
  return profile?.file.authentication.type === 'oidc_federation'
    ? { ...filled(fromProfile(profile), surroundings), profile }
    : surroundings
}

const names = {
  ruleId: 'ANTHROPIC_FEDERATION_RULE_ID (or plugins.claude.federation.rule_id)',
  organizationId: 'ANTHROPIC_ORGANIZATION_ID (or plugins.claude.federation.organization_id)',
  identityToken: 'ANTHROPIC_IDENTITY_TOKEN_FILE (or plugins.claude.federation.identity_token_file)',
} as const

/** Where to say what the exchange cannot do without; empty: nothing is missing. */
export function missingParameters(parameters: FederationParameters): readonly string[] {
  const { ruleId, organizationId, identityTokenFile, identityToken } = parameters
  return [
    ...(ruleId === undefined ? [names.ruleId] : []),
    ...(organizationId === undefined ? [names.organizationId] : []),
    ...(identityTokenFile === undefined && identityToken === undefined ? [names.identityToken] : []),
  ]
}

function fromEnvironment(environment: Environment): FederationParameters {
  return {
    ruleId: variable(environment, 'ANTHROPIC_FEDERATION_RULE_ID'),
    organizationId: variable(environment, 'ANTHROPIC_ORGANIZATION_ID'),
    serviceAccountId: variable(environment, 'ANTHROPIC_SERVICE_ACCOUNT_ID'),
    workspaceId: variable(environment, 'ANTHROPIC_WORKSPACE_ID'),
    identityTokenFile: variable(environment, 'ANTHROPIC_IDENTITY_TOKEN_FILE'),
    identityToken: variable(environment, 'ANTHROPIC_IDENTITY_TOKEN'),
    profile: undefined,
  }
}

function fromProfile({ file }: Profile): FederationSettings {
  const { authentication, organization_id: organizationId, workspace_id: workspaceId } = file
  return {
    ruleId: authentication.federation_rule_id,
    organizationId,
    serviceAccountId: authentication.service_account_id,
    workspaceId,
    identityTokenFile: authentication.identity_token?.path,
  }
}

/** The environment only fills gaps. */
function filled(own: FederationSettings, surroundings: FederationParameters): FederationParameters {
  return {
    ruleId: own.ruleId ?? surroundings.ruleId,
    organizationId: own.organizationId ?? surroundings.organizationId,
    serviceAccountId: own.serviceAccountId ?? surroundings.serviceAccountId,
    workspaceId: own.workspaceId ?? surroundings.workspaceId,
    identityTokenFile: own.identityTokenFile ?? surroundings.identityTokenFile,
    identityToken: surroundings.identityToken,
    profile: undefined,
  }
}
