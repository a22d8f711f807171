// Two authorization servers, one of them hostile: it sends the person on to the honest one, so that the honest one's code
// comes back to a sign-in that would redeem it at the hostile one (RFC 9207).
import { defineProviderPlugin, type ProviderPluginRuntime, providerSettings } from '@ccproxy/core'
import { startSandbox } from '@ccproxy/sandbox'
import { expect, it } from 'vitest'
import { createTestServices } from '../environment/create-test-services.js'
import { answerJson } from '../upstream/answers.js'
import { startRecordingUpstream } from '../upstream/start-recording-upstream.js'
import { createScriptedInteraction } from './create-scripted-interaction.js'

const key = { provider: 'acme', account: 'default' }

interface Server {
  readonly issuer: string
  readonly authorizeUrl: string
  readonly tokenUrl: string
}

async function providerAt(
  { issuer, authorizeUrl, tokenUrl }: Server,
  clientId: string,
): Promise<ProviderPluginRuntime> {
  const factory = defineProviderPlugin({
    name: 'acme',
    displayName: 'Acme',
    config: providerSettings({ baseUrl: 'https://api.acme.example', oauth: { scopes: ['inference'] } }),
    flows: () => [
      {
        kind: 'authorization-code',
        id: 'browser',
        label: 'Acme',
        pkce: 'S256',
        redirect: { kind: 'loopback' },
        issuer,
        authorizeUrl,
        clientId,
        scopes: ['inference'],
        token: { url: tokenUrl },
      },
    ],
    adapter: () => ({ dialects: ['anthropic-messages'], prepare: () => ({ headers: {} }) }),
  })
  return factory.create({}, createTestServices())
}

it('redeems the code of another server nowhere', async () => {
  await using honest = await startSandbox()
  const { clientId } = honest.clients.public
  await using hostile = await startRecordingUpstream({
    answer: (request, response) => {
      if (!request.target.startsWith('/authorize')) return answerJson({ access_token: 'fake-token' })(request, response)
      const query = request.target.slice(request.target.indexOf('?'))
      response.writeHead(302, { location: `${honest.endpoints.authorize}${query}` }).end()
    },
  })
  const at: Server = {
    issuer: hostile.origin,
    authorizeUrl: `${hostile.origin}/authorize`,
    tokenUrl: `${hostile.origin}/token`,
  }
  const { manager } = await providerAt(at, clientId)
  await expect(manager.login(key, 'browser', createScriptedInteraction())).rejects.toMatchObject({
    code: 'CCPROXY_OAUTH_ISSUER_MISMATCH',
  })
  expect(hostile.requests.map(({ target }) => target.split('?')[0])).toEqual(['/authorize'])
  expect(honest.stats()).toMatchObject({ authorizations: 1, tokenRequests: 0 })
  await manager.stop()
})

it('takes the code of the server that it named', async () => {
  await using honest = await startSandbox()
  const { endpoints, clients, origin } = honest
  const at: Server = { issuer: origin, authorizeUrl: endpoints.authorize, tokenUrl: endpoints.token }
  const { manager } = await providerAt(at, clients.public.clientId)
  expect((await manager.login(key, 'browser', createScriptedInteraction())).state).toBe('valid')
  await manager.stop()
})
