import { CCProxyError } from '@ccproxy/core/errors'
import * as v from 'valibot'
import type { Npm } from './npm.js'
import type { PackageRequest } from './package-request.js'

const published = v.object({
  name: v.string(),
  version: v.string(),
  'dist.integrity': v.optional(v.string()),
  ccproxy: v.optional(v.unknown()),
})

/** What the registry has under this name, before anything of it is on this machine. */
export interface PublishedPackage {
  readonly name: string
  readonly version: string
  readonly integrity: string
}

/** @throws CCPROXY_PLUGIN_INSTALL when there is no such package, it is no plugin, or the registry vouches for nothing */
export async function findPublished(npm: Npm, { name, version }: PackageRequest): Promise<PublishedPackage> {
  const asked = `${name}@${version}`
  const answer = await npm.run(
    `${asked} could not be looked up`,
    ['view', asked, 'name', 'version', 'dist.integrity', 'ccproxy', '--json'],
    'Nothing was installed. Check the name, the version, and that npm reaches its registry.',
  )
  const found = v.safeParse(published, parsed(answer))
  if (!found.success) throw new CCProxyError('CCPROXY_PLUGIN_INSTALL', `${asked} was not found in the registry`)
  const { 'dist.integrity': integrity, ccproxy, version: exact } = found.output
  if (ccproxy === undefined)
    throw new CCProxyError(
      'CCPROXY_PLUGIN_INSTALL',
      `${name} ${exact} is no plugin: its package.json has no "ccproxy" field`,
      {
        hint: 'Nothing was installed. Check the name.',
      },
    )
  if (integrity === undefined)
    throw new CCProxyError('CCPROXY_PLUGIN_INSTALL', `the registry gives no integrity for ${name} ${exact}`)
  return { name: found.output.name, version: exact, integrity }
}

/** npm answers a lone package as an object, several versions as a list. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.at(-1) : value
  } catch {
    return undefined
  }
}
