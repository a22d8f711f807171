// What Anthropic answers, and what its ant CLI writes, as far as this plugin reads it.
import * as v from 'valibot'

/** GET /v1/models */
export const modelList = v.object({
  data: v.array(
    v.object({ id: v.string(), display_name: v.optional(v.string()), created_at: v.optional(v.unknown()) }),
  ),
})

/** Empty and null say as much as absent. */
const text = v.pipe(
  v.nullish(v.string()),
  v.transform((value) => (value === null || value === '' ? undefined : value)),
)

/** `configs/<profile>.json` */
export const profileFile = v.object({
  authentication: v.object({
    type: v.picklist(['user_oauth', 'oidc_federation']),
    credentials_path: text,
    federation_rule_id: text,
    service_account_id: text,
    identity_token: v.nullish(v.object({ source: v.string(), path: text })),
  }),
  base_url: text,
  organization_id: text,
  workspace_id: text,
})

export type ProfileFile = v.InferOutput<typeof profileFile>

/** `credentials/<profile>.json`. The refresh token in it is not ours to know. */
export const credentialsFile = v.object({
  type: v.nullish(v.literal('oauth_token')),
  access_token: v.pipe(v.string(), v.minLength(1)),
  /** Epoch seconds; absent: it has no end. */
  expires_at: v.nullish(v.number()),
  scope: text,
  account_email: text,
  organization_uuid: text,
  organization_name: text,
})

export type CredentialsFile = v.InferOutput<typeof credentialsFile>

/** Errors of the API; its token endpoint uses them beside those of RFC 6749. */
export const apiError = v.object({
  type: v.literal('error'),
  error: v.object({ type: v.string(), message: v.optional(v.string()) }),
})
