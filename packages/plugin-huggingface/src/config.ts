import { type OAuthSettings, providerSettings } from '@ccproxy/core'
import * as v from 'valibot'

/** Endpoints have no defaults: the issuer announces them (https://huggingface.co/.well-known/openid-configuration). */
export const config = providerSettings(
  {
    baseUrl: 'https://router.huggingface.co',
    oauth: { issuer: 'https://huggingface.co', scopes: ['openid', 'profile', 'inference-api'] },
  },
  {
    /** The organization that pays. */
    billTo: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
  },
)

export type HuggingFaceOAuth = OAuthSettings & { readonly issuer: string }
