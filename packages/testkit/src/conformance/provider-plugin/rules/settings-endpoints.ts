import { isRecord } from '../is-record.js'
import { printedSchema } from '../printed-schema.js'
import type { PluginRule } from '../rule.js'

const insecure = 'http://insecure.example/path'
const namesAddress = /(url|uri|issuer|endpoint|origin)s?$/i

export const settingsEndpoints: PluginRule = {
  about: 'plugin',
  id: 'settings-endpoints',
  title: 'an address that is neither https nor of this machine is refused',
  check: async ({ factory }) => {
    const paths = addressPaths(printedSchema(factory.config))
    const accepted: string[] = []
    for (const path of paths) {
      const result = await factory.config['~standard'].validate(nested(path))
      const refused = result.issues?.some((issue) => lastKey(issue) === path.at(-1)) ?? false
      if (!refused) accepted.push(path.join('.'))
    }
    return accepted.map((key) => ({
      problem: `the setting \`${key}\` accepts http:// addresses of other machines, where secrets would be sent unencrypted`,
      fix: 'make it with providerSettings(), or check it with isSecureEndpoint() of @ccproxy/core',
    }))
  },
}

/** Every setting that holds text and whose name says that it is an address. */
function addressPaths(schema: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const properties = isRecord(schema) && isRecord(schema['properties']) ? schema['properties'] : {}
  return Object.entries(properties).flatMap(([key, child]) => {
    const here = [...path, key]
    const isText = isRecord(child) && child['type'] === 'string' && child['enum'] === undefined
    return isText && namesAddress.test(key) ? [here] : addressPaths(child, here)
  })
}

function nested([key = '', ...rest]: readonly string[]): Readonly<Record<string, unknown>> {
  return { [key]: rest.length === 0 ? insecure : nested(rest) }
}

function lastKey({ path }: { readonly path?: readonly unknown[] | undefined }): unknown {
  const last = path?.at(-1)
  return isRecord(last) ? last['key'] : last
}
