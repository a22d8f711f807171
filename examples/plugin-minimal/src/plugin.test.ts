import { createScriptedInteraction, createTestServices, startSandbox } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { factory } from './index.js'

it('signs in with a browser, refreshes, and adds the organization', async () => {
  await using sandbox = await startSandbox()
  const { authorize: authorizeUrl, token: tokenUrl } = sandbox.endpoints
  const oauth = { clientId: sandbox.clients.public.clientId, authorizeUrl, tokenUrl }
  const settings = { baseUrl: sandbox.origin, oauth, organization: 'org-1' }
  const plugin = await factory.create(settings, createTestServices())
  const key = { provider: 'acme', account: 'default' }
  await plugin.manager.login(key, 'browser', createScriptedInteraction())
  const token = await plugin.manager.refresh(key)
  expect(sandbox.stats()).toMatchObject({ refreshes: 1, replays: 0 })
  const request = { id: '1', method: 'GET', path: '/v1/models', dialect: undefined, model: undefined }
  const prepared = plugin.adapter.prepare({
    token,
    baseUrl: plugin.baseUrl,
    request: { ...request, headers: { get: () => undefined } },
  })
  expect(prepared.headers).toEqual({ authorization: `Bearer ${token.reveal()}`, 'acme-organization': 'org-1' })
  await plugin.stop()
})
