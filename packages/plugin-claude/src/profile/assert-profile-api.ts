import { CCProxyError } from '@ccproxy/core'
import { anthropicApi, isSameApi } from '../api-root.js'
import type { Profile } from './read-profile.js'

/** What a profile holds was made for one API; a gateway that our settings name must not see it. @throws CCPROXY_CREDENTIAL_LINK */
export function assertProfileApi({ profile, path, file }: Profile, baseUrl: string): void {
  const made = file.base_url ?? anthropicApi
  if (isSameApi(made, baseUrl)) return
  const shown = URL.canParse(made) ? new URL(made).origin : 'an address that is none'
  throw new CCProxyError(
    'CCPROXY_CREDENTIAL_LINK',
    `the Anthropic profile ${profile} is for ${shown}, requests go to ${new URL(baseUrl).origin}`,
    { hint: `Set plugins.claude.base_url to the base_url in ${path}, or use another profile.` },
  )
}
