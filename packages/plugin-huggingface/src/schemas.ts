// What Hugging Face answers, as far as this plugin reads it.
import * as v from 'valibot'

/** Claims of the id token: https://huggingface.co/docs/hub/oauth */
export const idTokenClaims = v.object({
  preferred_username: v.optional(v.string()),
  email: v.optional(v.string()),
})

const servedBy = v.object({
  status: v.optional(v.string()),
  context_length: v.nullish(v.number()),
})

/** GET /v1/models of the router: https://huggingface.co/docs/inference-providers/hub-api */
export const modelList = v.object({
  data: v.array(
    v.object({ id: v.string(), created: v.optional(v.unknown()), providers: v.optional(v.array(servedBy), []) }),
  ),
})
