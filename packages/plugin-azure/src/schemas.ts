// What Microsoft Entra ID and the Azure CLI say, as far as this plugin reads it.
import * as v from 'valibot'

/** A refusal of the token endpoint; its codes are the numbers of `AADSTS…`. */
export const entraRefusal = v.object({ error: v.string(), error_codes: v.optional(v.array(v.number()), []) })

/** Claims of an id token: https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference */
export const idTokenClaims = v.object({
  oid: v.optional(v.string()),
  tid: v.optional(v.string()),
  email: v.optional(v.string()),
  preferred_username: v.optional(v.string()),
})

const subscription = v.object({
  isDefault: v.optional(v.boolean(), false),
  tenantId: v.string(),
  user: v.object({ name: v.string(), type: v.optional(v.string(), 'user') }),
})

/** `azureProfile.json` of the Azure CLI. Without a login there are no subscriptions. */
export const azureProfile = v.object({ subscriptions: v.optional(v.array(subscription), []) })

/** `az account get-access-token`: `expires_on` since its version 2.54, `expiresOn` in local time always. */
export const cliToken = v.object({
  accessToken: v.pipe(v.string(), v.minLength(1)),
  expires_on: v.optional(v.union([v.number(), v.pipe(v.string(), v.digits(), v.toNumber())])),
  expiresOn: v.optional(v.string()),
})
