import semver from 'semver'
import { usageError } from '../usage-error.js'

/** A package as it was asked for. */
export interface PackageRequest {
  readonly name: string
  /** An exact version or a dist-tag. */
  readonly version: string
}

const packageName = /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*$/
const tag = /^[a-z][a-z0-9-]{0,31}$/

/**
 * A full package name with an exact version or a tag; nothing that npm would take from elsewhere than the registry.
 * @throws CCPROXY_CLI_USAGE
 */
export function parsePackageRequest(text: string, firstParty: readonly string[]): PackageRequest {
  const at = text.indexOf('@', 1)
  const [name, version] = at === -1 ? [text, 'latest'] : [text.slice(0, at), text.slice(at + 1)]
  if (firstParty.includes(name))
    throw usageError(
      `${name} is the name of a plugin, not of its package`,
      `Use: ccproxy plugins add @ccproxy/plugin-${name}`,
    )
  if (!packageName.test(name) || name.length > 214)
    throw usageError(
      `${text} is no package of the registry`,
      'Give the full name of a package, such as @ccproxy/plugin-claude; a folder is loaded with --plugin <path>.',
    )
  if (semver.valid(version) === null && !tag.test(version))
    throw usageError(
      `${version} is neither an exact version nor a tag`,
      `Use: ccproxy plugins add ${name}, or ${name}@1.2.3`,
    )
  return { name, version }
}
