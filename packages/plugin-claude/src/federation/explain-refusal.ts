// What the token endpoint's few words mean: platform.claude.com/docs/en/manage-claude/wif-reference
import type { TokenRefusal } from '@ccproxy/core'
import * as v from 'valibot'
import { apiError } from '../schemas.js'

const history = 'Claude Console → Settings → Workload identity → History says why'

/** @returns what to do; undefined where the general hint is as good */
export function explainRefusal({ status, error }: TokenRefusal, hasWorkspace: boolean): string | undefined {
  if (status === 404)
    return 'There is no token endpoint at this address: correct plugins.claude.base_url or oauth.token_url.'
  if (error === 'unsupported_grant_type')
    return 'This API offers no federation: correct plugins.claude.base_url or oauth.token_url.'
  if (status === 403 || error === 'unauthorized_client' || error === 'access_denied')
    return `The rule may not issue this token: check that its service account is a member of the workspace. ${history}.`
  // Every refusal of an assertion is the same on purpose, so that nobody can probe a rule.
  if (status === 401 || error === 'invalid_grant')
    return (
      `${history}. Usual reasons: the identity token has expired or was used before, or the rule does not match its ` +
      `issuer, audience or subject${hasWorkspace ? '' : ', or covers several workspaces: then set ANTHROPIC_WORKSPACE_ID'}.`
    )
  if (status !== 400) return undefined
  return 'Check the ids: rule fdrl_…, organization (a UUID), service account svac_…, workspace wrkspc_….'
}

/** The endpoint also answers in the shape of the API, `{ "type": "error", "error": { "type", "message" } }`. */
export function normalizeError(answer: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const parsed = v.safeParse(apiError, answer)
  if (!parsed.success) return answer
  const { type, message } = parsed.output.error
  return { error: oauthErrors.get(type) ?? type, ...(message !== undefined && { error_description: message }) }
}

const oauthErrors: ReadonlyMap<string, string> = new Map([
  ['authentication_error', 'invalid_grant'],
  ['permission_error', 'unauthorized_client'],
  ['invalid_request_error', 'invalid_request'],
])
