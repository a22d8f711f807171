import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askModel, post, type SignIn, signIn, textOf } from '../__fixtures__/oauth-client.js'
import type { Sandbox } from '../sandbox.js'
import { startSandbox } from '../server/start-sandbox.js'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

const refreshOf = ({ client, tokens }: SignIn) => ({
  grant_type: 'refresh_token',
  client_id: client.client_id,
  refresh_token: tokens.refresh_token ?? '',
})

describe('the token endpoint that reads JSON only', () => {
  it('takes JSON, and leaves what a form would have spent', async () => {
    const refresh = refreshOf(await signIn(sandbox))
    const form = await post(sandbox.endpoints.jsonToken, new URLSearchParams(refresh))
    expect(form.status).toBe(400)
    expect(await form.json()).toEqual({ error: 'invalid_request', error_description: 'the body is not JSON' })
    const json = await post(sandbox.endpoints.jsonToken, refresh)
    expect(json.status).toBe(200)
    expect((await askModel(sandbox, await textOf(json, 'access_token'))).status).toBe(200)
  })

  it('refuses as every token endpoint does', async () => {
    const refresh = refreshOf(await signIn(sandbox))
    const answer = await post(sandbox.endpoints.jsonToken, { ...refresh, refresh_token: 'fake-token-1' })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' })
  })
})

describe('the token endpoint with errors in 200 answers', () => {
  it('says that it went well', async () => {
    const answer = await post(sandbox.endpoints.errorsIn200Token, new URLSearchParams(refreshOf(await signIn(sandbox))))
    expect(answer.status).toBe(200)
    expect(await answer.clone().json()).toMatchObject({ ok: true, expires_in: 3600, token_type: 'Bearer' })
    expect((await askModel(sandbox, await textOf(answer, 'access_token'))).status).toBe(200)
  })

  it.each([
    ['invalid_grant', { refresh_token: 'fake-token-1' }],
    ['invalid_client', { client_id: 'nobody' }],
    ['unsupported_grant_type', { grant_type: 'none' }],
  ])('says %s with status 200', async (reason, wrong) => {
    const refresh = { ...refreshOf(await signIn(sandbox)), ...wrong }
    const answer = await post(sandbox.endpoints.errorsIn200Token, new URLSearchParams(refresh))
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ ok: false, reason, message: expect.any(String) })
  })
})

it('counts their requests, and revokes a family that came back, as at the standard address', async () => {
  const before = sandbox.stats()
  const refresh = refreshOf(await signIn(sandbox))
  await post(sandbox.endpoints.jsonToken, refresh)
  await post(sandbox.endpoints.errorsIn200Token, new URLSearchParams(refresh))
  expect(sandbox.stats()).toMatchObject({
    tokenRequests: before.tokenRequests + 3,
    refreshes: before.refreshes + 1,
    replays: before.replays + 1,
    revokedFamilies: before.revokedFamilies + 1,
  })
})
