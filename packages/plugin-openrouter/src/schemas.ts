// What OpenRouter answers, as far as this plugin reads it.
import * as v from 'valibot'

/** Of text that reaches a terminal only what prints is kept. */
const shown = v.pipe(
  v.string(),
  v.transform((text) => text.replaceAll(/[^\x20-\x7e]/g, '')),
)
const dollars = v.nullish(v.number())

/** POST /v1/auth/keys */
export const exchangedKey = v.object({
  key: v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/)),
  user_id: v.nullish(shown),
})

/** GET /v1/key */
export const keyAnswer = v.object({
  data: v.object({
    label: v.nullish(shown),
    limit: dollars,
    limit_remaining: dollars,
    limit_reset: v.nullish(shown),
    usage: dollars,
    usage_daily: dollars,
    usage_weekly: dollars,
    usage_monthly: dollars,
    is_free_tier: v.nullish(v.boolean()),
    expires_at: v.nullish(shown),
  }),
})

export type KeyFacts = v.InferOutput<typeof keyAnswer>['data']
