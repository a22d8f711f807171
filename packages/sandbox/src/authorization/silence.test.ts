// In a file of its own: oidc-provider prints each warning once per process.
import * as oauth from 'oauth4webapi'
import { expect, it, vi } from 'vitest'
import { insecure, refresh, signIn } from '../__fixtures__/oauth-client.js'
import { startSandbox } from '../server/start-sandbox.js'

it('prints nothing, whatever the authorization server is used for', async () => {
  const printed = (['log', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level))
  await using sandbox = await startSandbox()
  const login = await signIn(sandbox, { scope: 'openid inference' })
  const tokens = await refresh(login, login.tokens.refresh_token)
  const body = new URLSearchParams({ client_id: sandbox.clients.public.clientId, token: tokens.access_token })
  await fetch(sandbox.endpoints.token, { method: 'POST', body, headers: { origin: 'https://elsewhere.example' } })
  await fetch(sandbox.endpoints.authorize, { headers: { accept: 'text/html' } })
  const device = { client_id: sandbox.clients.device.clientId }
  await oauth.deviceAuthorizationRequest(login.server, device, oauth.None(), { scope: 'inference' }, insecure)
  await oauth.revocationRequest(login.server, login.client, oauth.None(), tokens.access_token, insecure)
  for (const spy of printed) expect(spy).not.toHaveBeenCalled()
})
