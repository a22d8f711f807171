import { CCProxyError, type Model, type ProviderPluginRuntime, silentLogger } from '@ccproxy/core'
import { expect, test } from 'vitest'
import { fakeManager, fakeProvider, fakeToken } from '../transport/__fixtures__/fake-provider.js'
import { ModelCatalog } from './model-catalog.js'

/** A provider whose list, and whose logins, a test changes as it goes. */
interface Shelf {
  readonly name: string
  models: () => Promise<readonly Model[]>
  accounts: readonly string[]
  /** The account of each call, in order. */
  readonly calls: (string | undefined)[]
}

function shelf(name: string, ids: readonly string[], accounts: readonly string[] = ['default']): Shelf {
  return { name, models: async () => ids.map((id) => ({ id })), accounts, calls: [] }
}

function runtimeOf(one: Shelf): ProviderPluginRuntime {
  return {
    ...fakeProvider({ baseUrl: 'http://127.0.0.1:1' }),
    name: one.name,
    manager: {
      ...fakeManager(['fake-token-1']),
      accounts: async () => one.accounts.map((account) => ({ provider: one.name, account })),
      snapshot: async ({ account }) => ({
        ...fakeToken('fake-token-1', account),
        usable: account !== 'ended' && one.accounts.includes(account),
      }),
    },
    models: (_signal, account) => {
      one.calls.push(account)
      return one.models()
    },
  }
}

interface World {
  readonly catalog: ModelCatalog
  readonly pass: (seconds: number) => void
}

function world(...shelves: readonly Shelf[]): World {
  let now = 1000
  const catalog = new ModelCatalog({
    providers: shelves.map(runtimeOf),
    clock: { monotonic: () => now },
    logger: silentLogger,
    limitMs: 50,
  })
  return {
    catalog,
    pass: (seconds) => {
      now += seconds * 1000
    },
  }
}

const ids = async ({ catalog }: World): Promise<readonly string[]> => (await catalog.list()).models.map(({ id }) => id)

/** Lets what runs in the background come to its end. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

const failing = (): Promise<never> => Promise.reject(new CCProxyError('CCPROXY_UPSTREAM_UNREACHABLE', 'gone'))

test('owners are in the order of the providers, and dated names are known without the day', async () => {
  const { catalog } = world(shelf('a', ['m', 'x-20251001']), shelf('b', ['m', 'openai/n']))
  expect(await catalog.ownersOf('m')).toEqual(['a', 'b'])
  expect(await catalog.ownersOf('x')).toEqual(['a'])
  expect(await catalog.ownersOf('x-20251001')).toEqual(['a'])
  expect(await catalog.ownersOf('openai/n')).toEqual(['b'])
  expect(await catalog.ownersOf('x-2025')).toEqual([])
})

test('a list is asked for once, then renewed in the background', async () => {
  const one = shelf('a', ['old'])
  const here = world(one)
  await Promise.all([ids(here), ids(here), here.catalog.ownersOf('old')])
  here.pass(299)
  await ids(here)
  expect(one.calls.length).toBe(1)
  here.pass(1)
  const pending = Promise.withResolvers<readonly Model[]>()
  one.models = () => pending.promise
  expect([await ids(here), await ids(here)]).toEqual([['a/old'], ['a/old']])
  pending.resolve([{ id: 'new' }])
  await settle()
  expect(await ids(here)).toEqual(['a/new'])
  expect(one.calls.length).toBe(2)
})

test('a provider that fails is left out and named, and waited for once', async () => {
  const bad = shelf('bad', [])
  bad.models = failing
  const here = world(shelf('a', ['m']), bad)
  expect(await here.catalog.list()).toMatchObject({ models: [{ id: 'a/m' }], missing: ['bad'] })
  here.pass(29)
  await here.catalog.list()
  expect(bad.calls.length).toBe(1)
  here.pass(1)
  const pending = Promise.withResolvers<readonly Model[]>()
  bad.models = () => pending.promise
  expect(await here.catalog.ownersOf('late')).toEqual([])
  pending.resolve([{ id: 'late' }])
  await settle()
  expect(await here.catalog.ownersOf('late')).toEqual(['bad'])
  expect((await here.catalog.list()).missing).toEqual([])
})

test('a provider that never answers costs its time limit, once', async () => {
  const slow = shelf('slow', [])
  slow.models = () => new Promise(() => {})
  const here = world(shelf('a', ['m']), slow)
  expect(await here.catalog.ownersOf('m')).toEqual(['a'])
  expect(await here.catalog.list()).toMatchObject({ missing: ['slow'] })
  expect(slow.calls.length).toBe(1)
})

test('a list that could not be renewed is kept for an hour', async () => {
  const one = shelf('a', ['m'])
  const here = world(one)
  await ids(here)
  one.models = failing
  here.pass(1800)
  await ids(here)
  await settle()
  expect(await here.catalog.list()).toMatchObject({ models: [{ id: 'a/m' }], missing: [] })
  here.pass(1800)
  await ids(here)
  await settle()
  expect(await here.catalog.list()).toMatchObject({ models: [], missing: ['a'] })
})

test('who is not signed in is not asked, shown or missed, and seen two seconds after the sign-in', async () => {
  const one = shelf('a', ['m'], [])
  const here = world(one)
  expect(await here.catalog.list()).toEqual({ models: [], missing: [] })
  expect(one.calls).toEqual([])
  one.accounts = ['ended', 'work']
  here.pass(2)
  expect(await ids(here)).toEqual(['a/m'])
  expect(one.calls).toEqual(['work'])
  one.accounts = []
  expect(await ids(here)).toEqual([])
})

test('others are not even listed while the default account serves', async () => {
  const one = shelf('a', ['m'])
  let listings = 0
  const runtime = runtimeOf(one)
  const accounts = async () => {
    listings += 1
    return []
  }
  const providers = [{ ...runtime, manager: { ...runtime.manager, accounts } }]
  const catalog = new ModelCatalog({ providers, clock: { monotonic: () => 0 }, logger: silentLogger })
  expect((await catalog.list()).models).toHaveLength(1)
  expect(listings).toBe(0)
})

test('the default account is asked before others', async () => {
  const one = shelf('a', ['m'], ['another', 'default'])
  await ids(world(one))
  expect(one.calls).toEqual(['default'])
})

test('what is kept of a list is bounded', async () => {
  const many = [...Array(6000).keys()].map((number) => `m-${number}`)
  expect((await ids(world(shelf('a', ['x'.repeat(300), '', ...many])))).length).toBe(4998)
})
