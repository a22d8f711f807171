import { createHash } from 'node:crypto'
import type { CredentialProfile, LinkedFlow, LinkedReading } from '@ccproxy/core'
import { explainDefaultLogin } from '../explain-refusals.js'
import type { Environment } from './credentials-path.js'
import type { FoundCredentials } from './find-credentials.js'
import { findCredentials, whyNotThere } from './find-credentials.js'

const hint = 'Run `gcloud auth application-default login`.'
/** Google always names an end; a token without one is asked for anew soon. */
const unnamedLifetimeMs = 5 * 60_000

/**
 * The login of gcloud. Its refresh token does not rotate, so that tokens can be minted from it beside gcloud; they stay
 * with us, and the file is read anew each time.
 */
export function defaultLogin(environment: Environment, { tokenUrl }: { readonly tokenUrl: string }): LinkedFlow {
  const unavailable = () => whyNotThere(environment, 'authorized_user', hint)
  return {
    kind: 'linked',
    id: 'adc',
    label: 'Application default credentials of gcloud',
    renewal: 'mint',
    // The file may come and go while we run.
    get unavailable() {
      return unavailable()
    },
    ambient: () => unavailable() === undefined,
    read: async ({ path }) => {
      const found = findCredentials(environment, 'authorized_user', path)
      return found && readingOf(found)
    },
    renew: async ({ refreshToken = '', extra = {} }, { requestToken, clock }) => {
      const { accessToken, expiresAt = clock.now() + unnamedLifetimeMs } = await requestToken(
        { url: tokenUrl, explain: explainDefaultLogin },
        { grant_type: 'refresh_token', refresh_token: refreshToken, ...extra },
      )
      return { accessToken, expiresAt }
    },
  }
}

function readingOf({ path, file }: FoundCredentials<'authorized_user'>): LinkedReading {
  const { client_id, client_secret, refresh_token: refreshToken, quota_project_id: project, account } = file
  const profile: CredentialProfile = {
    ...(isNamed(account) && { email: account }),
    ...(isNamed(project) && { attributes: { quota_project: project } }),
  }
  return {
    fingerprint: createHash('sha256').update(`${client_id}\n${refreshToken}`).digest('hex').slice(0, 16),
    where: path,
    source: { path },
    refreshToken,
    extra: { client_id, client_secret },
    profile,
  }
}

function isNamed(text: string | undefined): text is string {
  return text !== undefined && text !== ''
}
