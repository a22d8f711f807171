// How authorization requests are decided: without any form in `auto` and `deny`, on a page in `page`.
import { errors, interactionPolicy, type KoaContextWithOIDC, type Provider } from 'oidc-provider'
import type { Behaviour } from '../server/behaviour.js'

/** The one person who signs in here. */
export const accountId = 'sandbox-user'

const { Check, Prompt } = interactionPolicy

/** Prompts `login` and `consent` may be asked for; whether one is shown depends on the consent mode alone. */
export function consentPolicy(behaviour: Behaviour): interactionPolicy.Prompt[] {
  const decide = new Check(
    'sandbox_consent',
    'a person has to allow the request',
    'consent_required',
    async (context) => {
      if (behaviour.consent === 'deny') throw new errors.AccessDenied('the person refused the request')
      if (behaviour.consent === 'page') return context.oidc.result?.consent === undefined
      await allow(context)
      return false
    },
  )
  const login = new Prompt({ name: 'login', requestable: true })
  const consent = new Prompt({ name: 'consent', requestable: true }, decide)
  // A requestable prompt brings a check of its own, which would insist on a form.
  login.checks.remove('login_prompt')
  consent.checks.remove('consent_prompt')
  return [login, consent]
}

/** Signs the person in and grants what is asked, inside the very request: a client without cookies gets its code, too. */
async function allow({ oidc }: KoaContextWithOIDC): Promise<void> {
  const { client, session } = oidc
  if (client === undefined || session === undefined) throw new errors.InvalidRequest('no client or no session')
  const grantId = await createGrant(oidc.provider, client.clientId, oidc.requestParamScopes)
  session.loginAccount({ accountId })
  session.ensureClientContainer(client.clientId)
  session.grantIdFor(client.clientId, grantId)
  oidc.entity('Account', createAccount(accountId))
  oidc.entity('Grant', await oidc.provider.Grant.find(grantId))
}

/** @returns the id of the grant */
export async function createGrant(provider: Provider, clientId: string, scopes: Iterable<string>): Promise<string> {
  const grant = new provider.Grant({ accountId, clientId })
  grant.addOIDCScope([...scopes].join(' '))
  return grant.save()
}

export const createAccount = (id: string) => ({
  accountId: id,
  claims: async () => ({ sub: id, email: `${id}@sandbox.invalid`, email_verified: true, name: 'Sandbox User' }),
})
