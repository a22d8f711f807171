import * as v from 'valibot'

export const modelList = v.object({
  data: v.array(v.object({ id: v.string(), display_name: v.string() })),
})

/** Of the token endpoint that refuses with status 200. */
export const okAnswer = v.looseObject({
  ok: v.boolean(),
  reason: v.optional(v.string()),
  message: v.optional(v.string()),
})

export const idTokenAnswer = v.looseObject({ id_token: v.optional(v.string()) })
export const idTokenClaims = v.pipe(v.string(), v.parseJson(), v.object({ sub: v.string() }))

/** What the tool holds that only renews its own login. */
export const linkedLogin = v.object({ access_token: v.string(), expires_at: v.pipe(v.string(), v.isoTimestamp()) })
/** What the tool holds whose refresh token may be redeemed by others. */
export const lastingLogin = v.object({ client_id: v.string(), refresh_token: v.string() })

export const issuedKey = v.object({ key: v.pipe(v.string(), v.minLength(1)) })
