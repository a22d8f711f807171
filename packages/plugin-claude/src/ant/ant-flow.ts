import { existsSync } from 'node:fs'
import { isCCProxyError, type LinkedFlow } from '@ccproxy/core'
import { assertProfileApi } from '../profile/assert-profile-api.js'
import type { Profile } from '../profile/read-profile.js'
import { askAnt } from './ask-ant.js'
import { type AntSurroundings, antProfile, credentialsPath, readAntProfile } from './read-ant-profile.js'

/** The Console login that the official ant CLI keeps: read live, renewed by `ant` alone. */
export function antFlow(surroundings: AntSurroundings): LinkedFlow {
  const { environment } = surroundings
  const read: LinkedFlow['read'] = (source) => readAntProfile(surroundings, source)
  return {
    kind: 'linked',
    id: 'ant',
    label: 'Login of the ant CLI',
    // Looked up each time: who signs in there need not restart us.
    get unavailable() {
      return whyNot(surroundings)
    },
    renewal: 'hand-off',
    ambient: () => whyNot(surroundings) === undefined,
    read,
    renew: (reading, { clock, signal }) =>
      askAnt({ environment, reading, clock, signal, readAgain: () => read(reading.source ?? {}) }),
  }
}

/** A profile that is broken counts as usable: whoever uses it is told what is wrong with it, instead of "not signed in". */
function whyNot({ environment, baseUrl }: AntSurroundings): LinkedFlow['unavailable'] {
  try {
    const profile = antProfile(environment)
    if (profile === undefined) return notSignedIn(profile)
    if (profile.file.authentication.type === 'oidc_federation')
      return { reason: `its profile ${profile.profile} is a federation`, hint: 'Use the flow federation.' }
    if (!existsSync(credentialsPath(profile))) return notSignedIn(profile)
    return refusalOf(() => assertProfileApi(profile, baseUrl))
  } catch {
    return undefined
  }
}

function notSignedIn(profile: Profile | undefined): LinkedFlow['unavailable'] {
  const which = profile === undefined ? '' : ` --profile ${profile.profile}`
  return { reason: 'nobody is signed in there', hint: `Install the ant CLI and run \`ant auth login${which}\`.` }
}

function refusalOf(check: () => void): LinkedFlow['unavailable'] {
  try {
    check()
    return undefined
  } catch (error) {
    if (!isCCProxyError(error)) throw error
    return { reason: error.message, hint: error.hint }
  }
}
