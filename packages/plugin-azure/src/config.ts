import { providerSettings } from '@ccproxy/core'
import * as v from 'valibot'

const resource = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'must be the name of a resource, as in https://<name>.openai.azure.com'),
)

/** It goes into URLs and onto a command line. */
const tenant = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/, 'must be the id or a domain of a directory, or "organizations"'),
)

const name = v.pipe(v.string(), v.minLength(1, 'must not be empty'))

/** The app that people sign in with is their own, so no client id has a default. */
export const config = providerSettings(
  { oauth: { scopes: ['https://cognitiveservices.azure.com/.default', 'offline_access'] } },
  {
    resource: v.optional(resource),
    tenant: v.optional(tenant, 'organizations'),
    deployments: v.optional(v.record(name, name), {}),
  },
)

export type AzureSettings = NonNullable<(typeof config)['~standard']['types']>['output']
