import * as v from 'valibot'

/** What users may set under `[plugins.acme]`. */
export const config = v.strictObject({
  /** Requests with a status below are not counted. */
  lowestStatus: v.optional(v.pipe(v.number(), v.integer()), 0),
})
