import { providerSettings } from '@ccproxy/core'
import * as v from 'valibot'

/** The client is the user's own; everything else of Google's door is public. */
export const config = providerSettings(
  {
    baseUrl: 'https://generativelanguage.googleapis.com',
    oauth: {
      issuer: 'https://accounts.google.com',
      authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
      tokenUrl: 'https://oauth2.googleapis.com/token',
      revokeUrl: 'https://oauth2.googleapis.com/revoke',
      scopes: [
        'https://www.googleapis.com/auth/cloud-platform',
        'https://www.googleapis.com/auth/generative-language.retriever',
      ],
    },
  },
  {
    /** The project that logins are counted and billed to; keys belong to one by themselves. */
    project: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
  },
)
