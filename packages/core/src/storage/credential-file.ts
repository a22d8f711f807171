// The file of one credential: snake_case and ISO 8601 outside, camelCase and epoch milliseconds inside.
import * as v from 'valibot'
import type { ApiBinding, Credential, CredentialKey, LinkedCredential, NewCredential } from './credential.js'

/** Raised when a reader of the previous version could not read the file any more. */
export const credentialFileVersion = 1

const time = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((text) => Date.parse(text)),
)
const strings = v.record(v.string(), v.string())
const profile = v.object({
  id: v.exactOptional(v.string()),
  email: v.exactOptional(v.string()),
  plan: v.exactOptional(v.string()),
  attributes: v.exactOptional(strings),
})
const base = {
  version: v.literal(credentialFileVersion),
  provider: v.string(),
  account: v.string(),
  flow: v.string(),
  revision: v.pipe(v.string(), v.minLength(1)),
  obtained_at: time,
  signed_in_at: v.exactOptional(time),
  profile: v.exactOptional(profile),
  extra: v.optional(strings, {}),
  needs_login: v.exactOptional(
    v.object({ at: time, code: v.string(), reason: v.string(), hint: v.exactOptional(v.string()) }),
  ),
}
const oauth = v.object({
  ...base,
  kind: v.literal('oauth'),
  access_token: v.string(),
  refresh_token: v.exactOptional(v.string()),
  token_type: v.optional(v.string(), 'Bearer'),
  expires_at: v.exactOptional(time),
  refresh_token_expires_at: v.exactOptional(time),
  refresh_token_obtained_at: v.exactOptional(time),
  refresh_not_before: v.exactOptional(time),
  scopes: v.optional(v.array(v.string()), []),
  client_id: v.exactOptional(v.string()),
  grant_id: v.string(),
  renewal: v.exactOptional(v.literal('exchange')),
  generation: v.pipe(v.number(), v.integer(), v.minValue(1)),
  bound_to: v.object({
    plugin: v.exactOptional(v.string()),
    issuer: v.exactOptional(v.string()),
    token_origin: v.string(),
    api_origin: v.string(),
    revoke_origin: v.exactOptional(v.string()),
  }),
})
const apiBinding = v.exactOptional(v.object({ plugin: v.exactOptional(v.string()), api_origin: v.string() }))
const apiKey = v.object({ ...base, kind: v.literal('api-key'), api_key: v.string(), bound_to: apiBinding })
const linked = v.object({
  ...base,
  kind: v.literal('linked'),
  source: strings,
  bound_to: apiBinding,
  renewal: v.picklist(['owner-only', 'hand-off', 'mint']),
  minted: v.exactOptional(
    v.object({
      access_token: v.string(),
      expires_at: v.exactOptional(time),
      obtained_at: v.exactOptional(time),
      fingerprint: v.exactOptional(v.string()),
    }),
  ),
})
const credentialFile = v.variant('kind', [oauth, apiKey, linked])

type LinkedToken = NonNullable<LinkedCredential['minted']>
type FileContent = v.InferOutput<typeof credentialFile>

/** The last moment that ISO 8601 writes with four digits. A provider's nonsense must not keep a token from being saved. */
const endOfTime = Date.UTC(9999, 11, 31)
const iso = (at: number): string => new Date(Math.min(at, endOfTime)).toISOString()

/** Keys whose value is undefined are left out. */
type Sparse = Readonly<Record<string, unknown>>

function timesAt(times: Readonly<Record<string, number | undefined>>): Sparse {
  return Object.fromEntries(Object.entries(times).flatMap(([name, at]) => (at === undefined ? [] : [[name, iso(at)]])))
}

function specific(credential: NewCredential): Sparse {
  if (credential.kind === 'api-key') return { api_key: credential.apiKey, bound_to: bindingInFile(credential.boundTo) }
  if (credential.kind === 'linked') {
    const { source, renewal, minted, boundTo } = credential
    const times = timesAt({ expires_at: minted?.expiresAt, obtained_at: minted?.obtainedAt })
    const { accessToken, fingerprint } = minted ?? {}
    const bound = bindingInFile(boundTo)
    return { source, bound_to: bound, renewal, minted: minted && { access_token: accessToken, fingerprint, ...times } }
  }
  const { plugin, issuer, tokenOrigin, apiOrigin, revokeOrigin } = credential.boundTo
  return {
    grant_id: credential.grantId,
    generation: credential.generation,
    renewal: credential.renewal,
    access_token: credential.accessToken,
    refresh_token: credential.refreshToken,
    token_type: credential.tokenType,
    ...timesAt({
      expires_at: credential.expiresAt,
      refresh_token_expires_at: credential.refreshTokenExpiresAt,
      refresh_token_obtained_at: credential.refreshTokenObtainedAt,
      refresh_not_before: credential.refreshNotBefore,
    }),
    scopes: credential.scopes,
    client_id: credential.clientId,
    bound_to: { plugin, issuer, token_origin: tokenOrigin, api_origin: apiOrigin, revoke_origin: revokeOrigin },
  }
}

export function encodeCredentialFile(key: CredentialKey, credential: NewCredential, revision: string): string {
  const { needsLogin } = credential
  const content = {
    version: credentialFileVersion,
    provider: key.provider,
    account: key.account,
    kind: credential.kind,
    flow: credential.flow,
    revision,
    ...specific(credential),
    obtained_at: iso(credential.obtainedAt),
    ...timesAt({ signed_in_at: credential.signedInAt }),
    profile: credential.profile,
    extra: credential.extra,
    needs_login: needsLogin && { ...needsLogin, at: iso(needsLogin.at) },
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

/** @returns the credential of a file of this version, or why it cannot be one */
export function decodeCredentialFile(
  key: CredentialKey,
  raw: unknown,
): { readonly credential: Credential } | { readonly problem: string } {
  const parsed = v.safeParse(credentialFile, raw)
  if (!parsed.success) return { problem: `at ${v.getDotPath(parsed.issues[0]) ?? 'the top level'}` }
  const file = parsed.output
  if (file.provider !== key.provider || file.account !== key.account)
    return { problem: `it belongs to ${file.provider}/${file.account}` }
  return { credential: fromFile(file) }
}

function bindingInFile(bound: ApiBinding | undefined): Sparse | undefined {
  return bound && { plugin: bound.plugin, api_origin: bound.apiOrigin }
}

function boundBy({ bound_to: bound }: Pick<v.InferOutput<typeof apiKey>, 'bound_to'>): {
  readonly boundTo?: ApiBinding
} {
  if (bound === undefined) return {}
  const { plugin, api_origin: apiOrigin } = bound
  return { boundTo: { apiOrigin, ...(plugin !== undefined && { plugin }) } }
}

function mintedOf(file: NonNullable<v.InferOutput<typeof linked>['minted']>): LinkedToken {
  return {
    accessToken: file.access_token,
    ...(file.expires_at !== undefined && { expiresAt: file.expires_at }),
    ...(file.obtained_at !== undefined && { obtainedAt: file.obtained_at }),
    ...(file.fingerprint !== undefined && { fingerprint: file.fingerprint }),
  }
}

function fromFile(file: FileContent): Credential {
  const common = {
    revision: file.revision,
    flow: file.flow,
    obtainedAt: file.obtained_at,
    extra: file.extra,
    ...(file.signed_in_at !== undefined && { signedInAt: file.signed_in_at }),
    ...(file.profile && { profile: file.profile }),
    ...(file.needs_login && { needsLogin: file.needs_login }),
  }
  if (file.kind === 'api-key') return { ...common, ...boundBy(file), kind: 'api-key', apiKey: file.api_key }
  if (file.kind === 'linked') {
    const { source, renewal } = file
    return {
      ...common,
      ...boundBy(file),
      kind: 'linked',
      source,
      renewal,
      ...(file.minted && { minted: mintedOf(file.minted) }),
    }
  }
  const {
    plugin,
    issuer,
    token_origin: tokenOrigin,
    api_origin: apiOrigin,
    revoke_origin: revokeOrigin,
  } = file.bound_to
  return {
    ...common,
    kind: 'oauth',
    accessToken: file.access_token,
    tokenType: file.token_type,
    scopes: file.scopes,
    grantId: file.grant_id,
    generation: file.generation,
    boundTo: {
      tokenOrigin,
      apiOrigin,
      ...(plugin !== undefined && { plugin }),
      ...(issuer !== undefined && { issuer }),
      ...(revokeOrigin !== undefined && { revokeOrigin }),
    },
    ...(file.refresh_token !== undefined && { refreshToken: file.refresh_token }),
    ...(file.expires_at !== undefined && { expiresAt: file.expires_at }),
    ...(file.refresh_token_expires_at !== undefined && { refreshTokenExpiresAt: file.refresh_token_expires_at }),
    ...(file.refresh_token_obtained_at !== undefined && { refreshTokenObtainedAt: file.refresh_token_obtained_at }),
    ...(file.refresh_not_before !== undefined && { refreshNotBefore: file.refresh_not_before }),
    ...(file.renewal !== undefined && { renewal: file.renewal }),
    ...(file.client_id !== undefined && { clientId: file.client_id }),
  }
}
