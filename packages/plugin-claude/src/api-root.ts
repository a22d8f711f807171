/** Of Anthropic's own API; what a profile that names none was made for. */
export const anthropicApi = 'https://api.anthropic.com'

/** The base URL that paths with `/v1` go behind: without trailing slashes and without a `/v1` of its own. */
export function apiRoot(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')
}

/** @returns whether both name the same API: a token of one must not be sent to another */
export function isSameApi(one: string, other: string): boolean {
  if (!URL.canParse(one) || !URL.canParse(other)) return false
  return new URL(apiRoot(one)).href === new URL(apiRoot(other)).href
}
