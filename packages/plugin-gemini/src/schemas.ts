// What Google answers, as far as this plugin reads it.
import * as v from 'valibot'

/** GET /v1beta/models */
export const modelList = v.object({
  models: v.optional(
    v.array(
      v.object({
        name: v.string(),
        displayName: v.optional(v.string()),
        inputTokenLimit: v.optional(v.number()),
        supportedGenerationMethods: v.optional(v.array(v.string())),
      }),
    ),
    [],
  ),
})

/** https://cloud.google.com/apis/design/errors#error_details: of several kinds, whose fields do not overlap. */
export const errorDetails = v.array(
  v.object({
    reason: v.optional(v.string()),
    violations: v.optional(
      v.array(v.object({ quotaId: v.optional(v.string()), quotaValue: v.optional(v.string()) })),
      [],
    ),
  }),
)

const status = v.object({ error: v.object({ message: v.optional(v.string()), details: v.optional(errorDetails, []) }) })

/** The body of a refusal; some methods put it into a list. */
export const refusal = v.union([
  status,
  v.pipe(
    v.tuple([status]),
    v.transform(([only]) => only),
  ),
])
