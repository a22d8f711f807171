// Workload Identity Federation as the default account uses it: from the environment, one exchange at each end.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProviderPluginRuntime } from '@ccproxy/core'
import {
  createScriptedInteraction,
  createTemporaryDirectory,
  createTestClock,
  createTestServices,
  type TemporaryDirectory,
  type TestClock,
} from '@ccproxy/testkit'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { factory } from './plugin.js'

const api = 'https://api.anthropic.example'
const key = { provider: 'claude', account: 'default' }

let directory: TemporaryDirectory
let tokenFile: string
let clock: TestClock
let runtime: ProviderPluginRuntime
beforeEach(async () => {
  directory = await createTemporaryDirectory()
  tokenFile = join(directory.path, 'token')
  await writeFile(tokenFile, 'fake.identity.token-1')
  clock = createTestClock()
  runtime = await create({ ANTHROPIC_IDENTITY_TOKEN_FILE: tokenFile })
})
afterEach(async () => {
  await runtime.stop()
  await directory.remove()
})

function create(environment: Readonly<Record<string, string>>, settings: object = {}): Promise<ProviderPluginRuntime> {
  const ids = { ANTHROPIC_FEDERATION_RULE_ID: 'fdrl_1', ANTHROPIC_ORGANIZATION_ID: 'organization-1' }
  return factory.create(
    { baseUrl: api, ...settings },
    createTestServices({ clock, environment: { HOME: directory.path, ...ids, ...environment } }),
  )
}

const exchange = (assertion: string, more: object = {}): nock.Interceptor =>
  nock(api, {
    reqheaders: {
      'content-type': 'application/json',
      'anthropic-beta': 'oauth-2025-04-20,oidc-federation-2026-04-01',
    },
  }).post('/v1/oauth/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion,
    federation_rule_id: 'fdrl_1',
    organization_id: 'organization-1',
    ...more,
  })

const granted = (number: number) => ({
  access_token: `sk-ant-oat01-fake-${number}`,
  token_type: 'Bearer',
  expires_in: 3600,
  scope: 'workspace:developer',
})

describe('a federated login', () => {
  it('needs no sign-in, is exchanged once for many, and again at its end with the token of that moment', async () => {
    exchange('fake.identity.token-1').reply(200, granted(1))
    const tokens = await Promise.all(Array.from({ length: 20 }, () => runtime.manager.acquire(key)))
    expect(new Set(tokens.map((token) => token.reveal()))).toEqual(new Set(['sk-ant-oat01-fake-1']))
    expect(tokens[0]).toMatchObject({ kind: 'oauth', flow: 'federation', scopes: ['workspace:developer'] })
    expect(await runtime.storage.list()).toEqual([])

    clock.advance(3_600_000)
    await writeFile(tokenFile, 'fake.identity.token-2')
    exchange('fake.identity.token-2').reply(200, granted(2))
    expect((await runtime.manager.acquire(key)).reveal()).toBe('sk-ant-oat01-fake-2')
  })

  it('is bound to a workspace by the exchange', async () => {
    await runtime.stop()
    runtime = await create({
      ANTHROPIC_IDENTITY_TOKEN: 'fake.identity.token-3',
      ANTHROPIC_SERVICE_ACCOUNT_ID: 'svac_1',
      ANTHROPIC_WORKSPACE_ID: 'wrkspc_1',
    })
    const scope = exchange('fake.identity.token-3', { service_account_id: 'svac_1', workspace_id: 'wrkspc_1' })
    scope.reply(200, granted(1))
    expect((await runtime.manager.acquire(key)).account?.attributes).toMatchObject({ workspace_id: 'wrkspc_1' })
  })

  it('can be stored for another account', async () => {
    exchange('fake.identity.token-1').reply(200, granted(1))
    const work = { provider: 'claude', account: 'work' }
    expect((await runtime.manager.login(work, 'federation', createScriptedInteraction())).state).toBe('valid')
    expect(await runtime.storage.read(work)).toMatchObject({ renewal: 'exchange', flow: 'federation' })
  })

  it('follows the settings, and the token URL that they name', async () => {
    await runtime.stop()
    runtime = await create(
      {},
      { federation: { identityTokenFile: tokenFile, ruleId: 'fdrl_2' }, oauth: { tokenUrl: `${api}/other/token` } },
    )
    nock(api)
      .post('/other/token', (body) => body.federation_rule_id === 'fdrl_2')
      .reply(200, granted(1))
    expect((await runtime.manager.acquire(key)).reveal()).toBe('sk-ant-oat01-fake-1')
  })
})

const apiError = (type: string, message: string) => ({ type: 'error', error: { type, message } })

describe('an exchange', () => {
  it.each([
    [
      'a denied assertion',
      401,
      apiError('authentication_error', 'Authentication failed'),
      'INVALID_GRANT',
      /History says why\. Usual reasons.*expired.*set ANTHROPIC_WORKSPACE_ID/,
    ],
    ['invalid_grant', 400, { error: 'invalid_grant' }, 'INVALID_GRANT', /History says why/],
    ['a rule that may not', 403, apiError('permission_error', 'no'), 'CLIENT_REJECTED', /member of the workspace/],
    ['unauthorized_client', 400, { error: 'unauthorized_client' }, 'CLIENT_REJECTED', /member of the workspace/],
    [
      'malformed ids',
      400,
      apiError('invalid_request_error', 'bad id'),
      'REQUEST_REJECTED',
      /^Check the ids: rule fdrl_/,
    ],
    ['invalid_request', 400, { error: 'invalid_request' }, 'REQUEST_REJECTED', /^Check the ids: rule fdrl_/],
    ['no such grant', 400, { error: 'unsupported_grant_type' }, 'REQUEST_REJECTED', /offers no federation/],
    [
      'no endpoint',
      404,
      apiError('not_found_error', 'Not found'),
      'REQUEST_REJECTED',
      /no token endpoint at this address/,
    ],
    ['a page without words', 404, '<html></html>', 'REQUEST_REJECTED', /no token endpoint at this address/],
    ['pace', 429, apiError('rate_limit_error', 'slow down'), 'RATE_LIMITED', /asks to wait/],
    ['a broken server', 500, 'oops', 'SERVER_ERROR', /tries again by itself/],
    ['an overload', 529, apiError('overloaded_error', 'Overloaded'), 'SERVER_ERROR', /tries again by itself/],
    ['no token', 200, { token_type: 'Bearer' }, 'ANSWER_INVALID', /token_url/],
    ['a page', 200, '<html></html>', 'ANSWER_INVALID', /token_url/],
    ['a redirect', 302, '', 'REDIRECT_REFUSED', /final address/],
  ])('that ends with %s says what to do, and quotes no token', async (_name, status, body, code, hint) => {
    exchange('fake.identity.token-1').reply(status, body, status === 302 ? { location: 'https://evil.example/' } : {})
    const error: unknown = await runtime.manager.acquire(key).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: `CCPROXY_OAUTH_${code}`, hint: expect.stringMatching(hint) })
    expect(JSON.stringify([String(error), error])).not.toContain('fake.identity')
  })

  it('that was refused is made again once what was wrong is put right', async () => {
    exchange('fake.identity.token-1').reply(401, apiError('authentication_error', 'Authentication failed'))
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_INVALID_GRANT' })
    await writeFile(tokenFile, 'fake.identity.token-2')
    clock.advance(60_000)
    exchange('fake.identity.token-2').reply(200, granted(2))
    expect((await runtime.manager.acquire(key)).reveal()).toBe('sk-ant-oat01-fake-2')
  })

  it('is not made with a token that cannot be one', async () => {
    await writeFile(tokenFile, '')
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_ASSERTION',
      message: expect.stringContaining('is empty'),
    })
  })

  it('of a workspace that was named does not ask for one', async () => {
    await runtime.stop()
    runtime = await create({ ANTHROPIC_IDENTITY_TOKEN_FILE: tokenFile, ANTHROPIC_WORKSPACE_ID: 'wrkspc_1' })
    exchange('fake.identity.token-1', { workspace_id: 'wrkspc_1' }).reply(401, {})
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({
      hint: expect.not.stringContaining('ANTHROPIC_WORKSPACE_ID'),
    })
  })
})
