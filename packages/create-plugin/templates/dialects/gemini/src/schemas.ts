// What Acme AI answers, as far as this plugin reads it.
import * as v from 'valibot'

export const modelList = v.object({
  models: v.array(
    v.object({ name: v.string(), displayName: v.optional(v.string()), inputTokenLimit: v.optional(v.number()) }),
  ),
})
