import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CCProxyError } from '@ccproxy/core'
import * as v from 'valibot'
import { type ProfileFile, profileFile } from '../schemas.js'
import type { ProfilePlace } from './profile-place.js'

export interface Profile extends ProfilePlace {
  /** `configs/<profile>.json` */
  readonly path: string
  readonly file: ProfileFile
}

/**
 * Synchronous: whether a flow can be used is asked by getters, and the file has a few hundred bytes.
 * @returns undefined when there is none
 * @throws CCPROXY_CREDENTIAL_LINK when it cannot be used, or is named and not there
 */
export function readProfile(place: ProfilePlace): Profile | undefined {
  const path = join(place.directory, 'configs', `${place.profile}.json`)
  const text = readText(path, place)
  if (text === undefined) return undefined
  const parsed = v.safeParse(profileFile, jsonOf(text))
  if (parsed.success) return { ...place, path, file: parsed.output }
  throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', `${path} is no profile that CCProxy can read`, {
    hint: `Its authentication.type must be user_oauth or oidc_federation; \`ant profile get --profile ${place.profile}\` shows it.`,
  })
}

function readText(path: string, { profile, isNamed }: ProfilePlace): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const isMissing = error instanceof Error && Reflect.get(error, 'code') === 'ENOENT'
    if (isMissing && !isNamed) return undefined
    if (isMissing)
      throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', `ANTHROPIC_PROFILE names ${profile}, but there is no ${path}`, {
        hint: `Unset ANTHROPIC_PROFILE, name a profile that exists, or run \`ant auth login --profile ${profile}\`.`,
      })
    throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', `${path} cannot be read`, {
      hint: 'Check that it is a file and that you may read it.',
    })
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
