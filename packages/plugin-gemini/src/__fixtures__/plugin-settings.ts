import * as v from 'valibot'

const standInSettings = v.object({
  base_url: v.string(),
  oauth: v.object({
    client_id: v.string(),
    client_secret: v.string(),
    issuer: v.string(),
    authorize_url: v.string(),
    token_url: v.string(),
    revoke_url: v.string(),
  }),
})

/** What the host makes of the settings of the stand-in: names as in code. */
export function pluginSettings(settings: unknown) {
  const { base_url: baseUrl, oauth } = v.parse(standInSettings, settings)
  return {
    baseUrl,
    oauth: {
      clientId: oauth.client_id,
      clientSecret: oauth.client_secret,
      issuer: oauth.issuer,
      authorizeUrl: oauth.authorize_url,
      tokenUrl: oauth.token_url,
      revokeUrl: oauth.revoke_url,
    },
  }
}
