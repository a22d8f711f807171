// Where the ant CLI and Anthropic's SDKs keep profiles: platform.claude.com/docs/en/manage-claude/wif-reference
import { readFileSync } from 'node:fs'
import { join, posix, win32 } from 'node:path'
import { CCProxyError } from '@ccproxy/core'
import { type Environment, variable } from '../environment.js'

export interface ProfilePlace {
  /** The configuration directory of Anthropic's tools. */
  readonly directory: string
  readonly profile: string
  /** ANTHROPIC_PROFILE names it: a profile that does not exist is an error then. */
  readonly isNamed: boolean
}

const profileName = /^(?!\.\.?$)[A-Za-z0-9_.-]+$/

/**
 * @returns the profile that is in force now; undefined when the environment names no directory at all
 * @throws CCPROXY_CREDENTIAL_LINK when its name is none
 */
export function profilePlace(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): ProfilePlace | undefined {
  const directory = configurationDirectory(environment, platform)
  if (directory === undefined) return undefined
  const named = variable(environment, 'ANTHROPIC_PROFILE')
  const profile = named ?? activeProfile(directory) ?? 'default'
  return { directory, profile: validName(profile), isNamed: named !== undefined }
}

/** @throws CCPROXY_CREDENTIAL_LINK */
export function validName(profile: string): string {
  if (profileName.test(profile)) return profile
  throw new CCProxyError(
    'CCPROXY_CREDENTIAL_LINK',
    'the name of the Anthropic profile has characters that none may have',
    {
      hint: 'Set ANTHROPIC_PROFILE, or run `ant profile activate`, with letters, digits, dot, dash and underscore only.',
    },
  )
}

function configurationDirectory(environment: Environment, platform: NodeJS.Platform): string | undefined {
  const own = variable(environment, 'ANTHROPIC_CONFIG_DIR')
  if (own !== undefined) return own
  if (platform === 'win32') {
    const roaming = variable(environment, 'APPDATA')
    if (roaming !== undefined) return win32.join(roaming, 'Anthropic')
    const home = variable(environment, 'USERPROFILE')
    return home === undefined ? undefined : win32.join(home, 'AppData', 'Roaming', 'Anthropic')
  }
  const xdg = variable(environment, 'XDG_CONFIG_HOME')
  if (xdg !== undefined) return posix.join(xdg, 'anthropic')
  const home = variable(environment, 'HOME')
  return home === undefined ? undefined : posix.join(home, '.config', 'anthropic')
}

function activeProfile(directory: string): string | undefined {
  try {
    const name = readFileSync(join(directory, 'active_config'), 'utf8').trim()
    return name === '' ? undefined : name
  } catch {
    return undefined
  }
}
