/** Of OpenID Connect: they are about a person and a refresh token. An app as itself and `az` are refused with them. */
const personal: ReadonlySet<string> = new Set(['offline_access', 'openid', 'profile', 'email'])

/** Those of the API alone. */
export function apiScopes(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => !personal.has(scope))
}
