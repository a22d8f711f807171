import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OAuthFlow } from '@ccproxy/core'
import { createScriptedInteraction, createTestServices } from '@ccproxy/testkit'
import { describe, expect, it } from 'vitest'
import { key, type RunningPlugin, runPlugin } from './__fixtures__/running-plugin.js'
import { factory } from './plugin.js'

const signIn = ({ plugin }: RunningPlugin, flow: string, person: 'follows' | 'denies' = 'follows') =>
  plugin.manager.login(key, flow, createScriptedInteraction({ person }))

const renewed = [
  'browser',
  'device',
  'standard',
  'openid',
  'dynamic',
  'json',
  'errors-in-200',
  'client',
  'federation',
  'link',
  'mint',
]

describe.each(renewed)('the flow %s', (flow) => {
  it('signs in, is renewed twice, and signs out', async () => {
    await using running = await runPlugin()
    const { plugin } = running
    expect(await signIn(running, flow)).toMatchObject({ flow })
    const tokens = new Set<string>()
    for (let renewal = 0; renewal <= 2; renewal += 1) {
      if (renewal > 0) await plugin.manager.refresh(key)
      expect(await running.ask()).toBe(200)
      tokens.add((await plugin.manager.acquire(key)).reveal())
    }
    expect(tokens.size).toBe(3)
    expect((await plugin.manager.logout(key)).removed).toBe(true)
    await expect(plugin.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
  })
})

it.each(['browser', 'standard', 'openid', 'dynamic', 'json', 'errors-in-200', 'custom'])(
  'a person who refuses ends the sign-in by %s',
  async (flow) => {
    await using running = await runPlugin({ consent: 'deny' })
    await expect(signIn(running, flow)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_ACCESS_DENIED' })
  },
)

it('a client is issued once for an installation, and everything after the sign-in is its own', async () => {
  await using running = await runPlugin()
  const { plugin, tokenRequests } = running
  await signIn(running, 'dynamic')
  const first = await plugin.storage.read(key)
  await plugin.manager.refresh(key)
  await signIn(running, 'dynamic')
  const clients = tokenRequests.map(({ parameters }) => parameters['client_id'])
  expect(clients).toEqual(clients.map(() => expect.stringMatching(/^dynamic-/)))
  expect(clients).toHaveLength(3)
  expect(new Set(clients).size).toBe(1)
  expect(first).toMatchObject({ kind: 'oauth', clientId: clients[0], profile: { id: 'sandbox-user' } })
})

it('a login by another flow lends its client to no sign-in', async () => {
  await using running = await runPlugin()
  await signIn(running, 'browser')
  await signIn(running, 'dynamic')
  expect(await running.plugin.storage.read(key)).toMatchObject({ clientId: expect.stringMatching(/^dynamic-/) })
})

it('an answer without the client is of no use', async () => {
  const flow = await findFlow('dynamic')
  if (flow.kind !== 'authorization-code') throw new Error('it is another kind')
  expect(() => flow.callback?.(new URLSearchParams({ code: 'fake-code-1' }), undefined)).toThrow(
    expect.objectContaining({ code: 'CCPROXY_OAUTH_AUTHORIZATION_FAILED', hint: expect.stringContaining('whole') }),
  )
})

it('a refusal with status 200 is a refusal', async () => {
  await using running = await runPlugin()
  await signIn(running, 'errors-in-200')
  const { plugin } = running
  const credential = await plugin.storage.read(key)
  if (credential?.kind !== 'oauth') throw new Error('there is no login')
  const { clientId = '', refreshToken = '' } = credential
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: refreshToken,
  })
  // Somebody else spends it first.
  expect((await fetch(`${plugin.baseUrl}/oauth/token`, { method: 'POST', body })).status).toBe(200)
  await expect(plugin.manager.refresh(key)).rejects.toMatchObject({
    code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN',
    message: expect.stringContaining('invalid_grant'),
  })
})

it('the token endpoints that deviate are the ones that are asked', async () => {
  const paths: Record<string, string | undefined> = {}
  for (const flow of ['json', 'errors-in-200', 'federation']) {
    await using running = await runPlugin()
    await signIn(running, flow)
    paths[flow] = running.tokenRequests[0]?.path
  }
  expect(paths).toEqual({
    json: '/oauth/token/json',
    'errors-in-200': '/oauth/token/errors-in-200',
    federation: '/oauth/token/federation',
  })
})

describe('an identity token', () => {
  it('is read anew for every exchange', async () => {
    await using running = await runPlugin()
    await signIn(running, 'federation')
    await running.plugin.manager.refresh(key)
    const assertions = running.tokenRequests.map(({ parameters }) => parameters['assertion'])
    expect(new Set(assertions).size).toBe(2)
  })

  it('that is not there is named with its file', async () => {
    await using running = await runPlugin()
    await signIn(running, 'federation')
    const file = join(running.ownersDirectory, 'identity-token.jwt')
    rmSync(file)
    await expect(running.plugin.manager.refresh(key)).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_ASSERTION',
      message: expect.stringContaining(file),
    })
  })
})

const linked = ({ ownersDirectory }: RunningPlugin): string => join(ownersDirectory, 'linked-login.json')

describe('a login of another tool', () => {
  it('is never spent by us: its owner is asked', async () => {
    await using running = await runPlugin()
    await signIn(running, 'link')
    const before = JSON.parse(readFileSync(linked(running), 'utf8'))
    await running.plugin.manager.refresh(key)
    const after = JSON.parse(readFileSync(linked(running), 'utf8'))
    expect(after.access_token).not.toBe(before.access_token)
    expect((await running.plugin.manager.acquire(key)).reveal()).toBe(after.access_token)
    expect(running.tokenRequests).toEqual([])
  })

  it('is in nothing that we store', async () => {
    await using running = await runPlugin()
    await signIn(running, 'link')
    const { access_token: token } = JSON.parse(readFileSync(linked(running), 'utf8'))
    expect(JSON.stringify(await running.plugin.storage.read(key))).not.toContain(token)
  })

  it('needs a sign-in when its owner has signed out', async () => {
    await using running = await runPlugin()
    await signIn(running, 'link')
    rmSync(linked(running))
    await expect(running.plugin.manager.refresh(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN' })
  })

  it('outlives a file that is being written', async () => {
    await using running = await runPlugin()
    await signIn(running, 'link')
    writeFileSync(linked(running), '{"access_tok')
    expect(await running.ask()).toBe(200)
  })

  it('that lasts is redeemed by us, again and again with the same refresh token', async () => {
    await using running = await runPlugin()
    await signIn(running, 'mint')
    await running.ask()
    await running.plugin.manager.refresh(key)
    const sent = running.tokenRequests.map(({ parameters }) => parameters['refresh_token'])
    expect(sent).toHaveLength(2)
    expect(new Set(sent).size).toBe(1)
  })
})

it('a code becomes a key, which is never renewed', async () => {
  await using running = await runPlugin()
  expect(await signIn(running, 'custom')).toMatchObject({ kind: 'api-key', flow: 'custom' })
  expect(await running.ask()).toBe(200)
  await running.plugin.manager.refresh(key)
  expect(await running.ask()).toBe(200)
  expect(running.tokenRequests).toEqual([])
})

it('nobody is signed in to the sandbox without being asked', async () => {
  await using running = await runPlugin()
  await expect(running.plugin.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
})

it('says of each flow what it shows', async () => {
  const labels = (await allFlows()).map(({ label }) => label)
  expect(new Set(labels).size).toBe(labels.length)
  for (const label of labels) expect(label.length).toBeLessThanOrEqual(70)
})

async function allFlows(): Promise<readonly OAuthFlow[]> {
  const plugin = await factory.create({}, createTestServices())
  await plugin.stop()
  return plugin.flows
}

async function findFlow(id: string): Promise<OAuthFlow> {
  const flow = (await allFlows()).find((one) => one.id === id)
  if (flow === undefined) throw new Error(`there is no flow ${id}`)
  return flow
}
