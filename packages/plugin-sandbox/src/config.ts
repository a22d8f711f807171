import { toStandardJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))
const callbackPort = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535))

/**
 * The endpoints follow from the port: it is fixed, since flows name their endpoints before the server runs, and since
 * every process of the machine has to find the same one.
 */
const schema = v.pipe(
  v.strictObject({
    port: v.optional(port, 8_765),
    /** Seconds. Of the tokens that this process issues, when it is the one that listens. */
    accessTokenLifetime: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 3_600),
    consent: v.optional(v.picklist(['auto', 'deny', 'page']), 'auto'),
    apiKey: v.optional(v.pipe(v.string(), v.minLength(1))),
    oauth: v.optional(v.strictObject({ callbackPort: v.optional(callbackPort, 0) }), {}),
  }),
  v.transform((settings) => ({ ...settings, baseUrl: `http://127.0.0.1:${settings.port}` })),
)

export const config = toStandardJsonSchema(schema)

export type SandboxSettings = v.InferOutput<typeof schema>
