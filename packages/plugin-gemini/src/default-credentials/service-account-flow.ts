import { CCProxyError, type Clock, type JwtBearerFlow } from '@ccproxy/core'
import { explainAssertion } from '../explain-refusals.js'
import type { ServiceAccount } from './credentials-file.js'
import type { Environment } from './credentials-path.js'
import { findCredentials, whyNotThere } from './find-credentials.js'
import { signAssertion } from './sign-assertion.js'

const hint = 'Point GOOGLE_APPLICATION_CREDENTIALS at the JSON key of a service account.'

/** The file may name a token endpoint of its own; it is not asked, so that nothing but the settings says where keys go. */
export interface ServiceAccountSettings {
  readonly tokenUrl: string
  readonly scopes: readonly string[]
}

/** A service account signs for itself; its key is read anew at each exchange. */
export function serviceAccount(
  { environment, clock }: { readonly environment: Environment; readonly clock: Clock },
  { tokenUrl, scopes }: ServiceAccountSettings,
): JwtBearerFlow {
  const unavailable = () => whyNotThere(environment, 'service_account', hint)
  const find = (): ServiceAccount => {
    const found = findCredentials(environment, 'service_account')
    if (found !== undefined) return found.file
    throw new CCProxyError('CCPROXY_OAUTH_ASSERTION', 'there is no key of a service account', { hint })
  }
  return {
    kind: 'jwt-bearer',
    id: 'service-account',
    label: 'Service account of Google Cloud',
    // The file may come and go while we run.
    get unavailable() {
      return unavailable()
    },
    ambient: () => unavailable() === undefined,
    token: { url: tokenUrl, explain: explainAssertion },
    assertion: async () => ({ assertion: signAssertion(find(), { audience: tokenUrl, scopes, now: clock.now() }) }),
    credential: () => {
      const { client_email: email, quota_project_id: project = '' } = find()
      return { profile: { email, ...(project !== '' && { attributes: { quota_project: project } }) } }
    },
  }
}
