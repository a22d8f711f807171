import { providerSettings } from '@ccproxy/core'
import * as v from 'valibot'

const id = v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty')))

export const config = providerSettings(
  { baseUrl: 'https://api.openai.com' },
  {
    /** Whom requests are billed to, for keys that belong to several organizations. */
    organization: id,
    /** For keys that may work in several projects. */
    project: id,
  },
)

export interface BilledTo {
  readonly organization?: string | undefined
  readonly project?: string | undefined
}
