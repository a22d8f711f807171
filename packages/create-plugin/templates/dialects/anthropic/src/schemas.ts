// What Acme AI answers, as far as this plugin reads it.
import * as v from 'valibot'

export const modelList = v.object({
  data: v.array(v.object({ id: v.string(), display_name: v.optional(v.string()) })),
})
