// The login of the Azure CLI, by a program `az` on a PATH of its own.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProviderPluginRuntime } from '@ccproxy/core'
import { createTestServices } from '@ccproxy/testkit'
import { type EntraStandIn, startEntra } from '@ccproxy/testkit/providers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { azureSettings } from '../__fixtures__/azure-settings.js'
import { factory } from '../plugin.js'
import { azureCliFlow } from './azure-cli-flow.js'

const key = { provider: 'azure', account: 'default' }
let entra: EntraStandIn
beforeAll(async () => {
  entra = await startEntra()
})
afterAll(() => entra.stop())
beforeEach(() => entra.signInToCli('ada@example.test'))

async function flowOf(written: object = {}, environment = entra.environment) {
  return azureCliFlow(await azureSettings(written), environment)
}

const directoryOf = ({ environment }: EntraStandIn): string => environment['AZURE_CONFIG_DIR'] ?? ''

describe('who is signed in', () => {
  it('is read from the profile, without running anything', async () => {
    const calls = entra.cliCalls.length
    const flow = await flowOf()
    const directory = directoryOf(entra)
    expect([flow.unavailable, flow.ambient?.()]).toEqual([undefined, true])
    expect(await flow.read({})).toEqual({
      fingerprint: `ada@example.test ${entra.tenant}`,
      where: `the Azure CLI (${directory})`,
      source: { directory },
      profile: { email: 'ada@example.test', attributes: { tenant: entra.tenant } },
    })
    expect(entra.cliCalls.length).toBe(calls)
  })

  it('is another one after the next `az login`', async () => {
    const flow = await flowOf()
    const before = await flow.read({})
    await entra.signInToCli('grace@example.test')
    expect((await flow.read({}))?.fingerprint).not.toBe(before?.fingerprint)
  })

  it('may be an app', async () => {
    const subscription = { isDefault: true, tenantId: 't', user: { name: 'app-1', type: 'servicePrincipal' } }
    await writeFile(join(directoryOf(entra), 'azureProfile.json'), JSON.stringify({ subscriptions: [subscription] }))
    expect(await (await flowOf()).read({})).toMatchObject({ profile: { id: 'app-1' } })
  })

  it('is nobody after `az logout`, which a running proxy notices', async () => {
    const flow = await flowOf({ tenant: 'contoso.example' })
    await entra.signInToCli(undefined)
    expect(flow.unavailable).toMatchObject({ hint: 'Run `az login --tenant contoso.example`.' })
    expect(flow.ambient?.()).toBe(false)
    expect(await flow.read({})).toBeUndefined()
  })

  it.each([
    ['no subscription is active', '{"installationId":"i"}'],
    ['nothing was active', '{"subscriptions":[{"tenantId":"t","user":{"name":"ada"}}]}'],
  ])('is nobody when %s', async (_name, text) => {
    await writeFile(join(directoryOf(entra), 'azureProfile.json'), text)
    expect(await (await flowOf()).read({})).toBeUndefined()
  })

  it('is not known while the profile is being written', async () => {
    await writeFile(join(directoryOf(entra), 'azureProfile.json'), '{"subscriptions":[')
    const flow = await flowOf()
    await expect(flow.read({})).rejects.toThrow(/JSON/)
    expect(flow.unavailable).toBeUndefined()
  })

  it('is looked for in the home directory, too', async () => {
    const { PATH = '' } = entra.environment
    const flow = await flowOf({}, { PATH, HOME: '/nowhere/of-the-test' })
    expect(await flow.read({})).toBeUndefined()
    expect(await flow.read({ directory: directoryOf(entra) })).toMatchObject({ profile: { email: 'ada@example.test' } })
  })
})

const withoutProgram = (): Readonly<Record<string, string>> => ({
  PATH: '/nowhere/of-the-test',
  AZURE_CONFIG_DIR: directoryOf(entra),
})

describe('without the program', () => {
  it('the flow says what to install', async () => {
    const flow = await flowOf({}, withoutProgram())
    expect(flow.unavailable?.hint).toContain('aka.ms/azure-cli')
    expect(flow.ambient?.()).toBe(false)
  })

  it('a link says so, and is not called signed out', async () => {
    const flow = await flowOf({}, withoutProgram())
    await expect(flow.read({})).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_LINK' })
  })
})

function runtimeOf(written: object = {}): Promise<ProviderPluginRuntime> {
  const settings = { baseUrl: `${entra.origin}/openai`, ...written }
  return factory.create(settings, createTestServices({ environment: { ...entra.environment } }))
}

describe('a token', () => {
  it('is asked for once for many requests, of the API alone', async () => {
    const runtime = await runtimeOf({ tenant: entra.tenant })
    const calls = entra.cliCalls.length
    const tokens = await Promise.all(Array.from({ length: 20 }, () => runtime.manager.acquire(key)))
    expect(new Set(tokens.map((token) => token.reveal())).size).toBe(1)
    const scope = 'https://cognitiveservices.azure.com/.default'
    expect(entra.cliCalls.slice(calls).map((args) => args.join(' '))).toEqual([
      `account get-access-token --output json --scope ${scope} --tenant ${entra.tenant}`,
    ])
    expect(tokens[0]?.expiresInSeconds).toBeGreaterThan(3500)
    expect(await runtime.storage.read(key)).toBeUndefined()
    await runtime.stop()
  })

  it('that the CLI cannot give is explained without its words', async () => {
    const runtime = await runtimeOf({ tenant: 'another.example' })
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({
      code: 'CCPROXY_CREDENTIAL_LINK',
      message: expect.not.stringContaining('AADSTS'),
      hint: expect.stringContaining('az login --tenant another.example'),
    })
    await runtime.stop()
  })

  it('of a linked login is not written down', async () => {
    const runtime = await runtimeOf()
    const work = { provider: 'azure', account: 'work' }
    const interaction = {
      signal: new AbortController().signal,
      showUrl: () => Promise.reject(new Error('no address')),
      prompt: () => Promise.reject(new Error('not asked')),
      notify: () => {},
    }
    await runtime.manager.login(work, 'az', interaction)
    const token = (await runtime.manager.acquire(work)).reveal()
    expect(token).toMatch(/^fake-entra-token-/)
    expect(JSON.stringify(await runtime.storage.read(work))).not.toContain('fake-entra-token')
    await runtime.stop()
  })

  it('is the next one when the resource refuses the last, and another one for another person', async () => {
    const runtime = await runtimeOf()
    const work = { provider: 'azure', account: 'work' }
    await runtime.storage.write(
      work,
      { kind: 'linked', flow: 'az', renewal: 'hand-off', source: {}, obtainedAt: Date.now(), extra: {} },
      { expectedRevision: null },
    )
    const calls = entra.cliCalls.length
    const first = await runtime.manager.acquire(work)
    const second = await runtime.manager.acquire(work, { rejected: first })
    expect([second.reveal() === first.reveal(), entra.cliCalls.length - calls]).toEqual([false, 2])
    await entra.signInToCli('grace@example.test')
    const third = await runtime.manager.refresh(work)
    expect([third.reveal() === second.reveal(), third.account?.email]).toEqual([false, 'grace@example.test'])
    await runtime.stop()
  })
})
