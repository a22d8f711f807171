import { providerSettings } from '@ccproxy/core'
import * as v from 'valibot'

const text = v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty')))

const defaults = { baseUrl: 'https://api.anthropic.com' } as const

/**
 * Anthropic offers OAuth to software like this one only with a client of the user's own, so neither a client id nor an
 * endpoint to sign in at has a default.
 */
export const config = providerSettings(defaults, {
  /** Workload Identity Federation; the environment fills what is left out. */
  federation: v.optional(
    v.strictObject({
      ruleId: text,
      organizationId: text,
      serviceAccountId: text,
      workspaceId: text,
      identityTokenFile: text,
    }),
  ),
})

export type ClaudeSettings = NonNullable<NonNullable<(typeof config)['~standard']['types']>['output']>
