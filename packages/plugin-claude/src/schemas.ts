// What Anthropic answers, as far as this plugin reads it.
import * as v from 'valibot'

/** GET /v1/models */
export const modelList = v.object({
  data: v.array(v.object({ id: v.string(), display_name: v.optional(v.string()) })),
})
