import * as v from 'valibot'

/** What users may set under `[plugins.acme]`. */
export const config = v.strictObject({ directory: v.pipe(v.string(), v.minLength(1, 'must not be empty')) })
