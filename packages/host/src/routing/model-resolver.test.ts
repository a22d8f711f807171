import { describe, expect, it, test } from 'vitest'
import type { HostSettings } from '../config/host-settings.js'
import { fakeProvider } from '../transport/__fixtures__/fake-provider.js'
import { AliasTable } from './alias-table.js'
import { candidateLabel } from './candidate.js'
import { parseReference } from './model-reference.js'
import { ModelResolver } from './model-resolver.js'

interface World {
  readonly providers?: readonly string[]
  readonly models?: Partial<HostSettings['models']>
  readonly fallbacks?: readonly string[]
  readonly owners?: Readonly<Record<string, readonly string[]>>
  readonly account?: string
  readonly canFallBack?: boolean
}

async function resolve(model: string | undefined, world: World = {}): Promise<readonly string[]> {
  const { providers = ['claude', 'openai', 'openrouter'], fallbacks = [], owners = {} } = world
  const models = { aliases: {}, ...world.models }
  const resolver = new ModelResolver({
    providers: providers.map((name) => ({ ...fakeProvider({ baseUrl: 'http://127.0.0.1:1' }), name })),
    settings: { models, fallbacks },
    aliases: new AliasTable(models.aliases),
    ownersOf: async (asked) => (Object.hasOwn(owners, asked) ? (owners[asked] ?? []) : []),
  })
  const { account, canFallBack = true } = world
  return (await resolver.resolve({ model, account, canFallBack })).map(candidateLabel)
}

function isProvider(name: string): boolean {
  return name === 'openrouter'
}

describe('a reference', () => {
  it.each([
    ['openrouter/gpt-5', { provider: 'openrouter', account: undefined, model: 'gpt-5' }],
    ['openrouter/openai/gpt-5', { provider: 'openrouter', account: undefined, model: 'openai/gpt-5' }],
    ['openrouter@Work/a/b@c', { provider: 'openrouter', account: 'work', model: 'a/b@c' }],
    ['openrouter/', undefined],
    ['openrouter', undefined],
    ['openai/gpt-5', undefined],
    ['openai@x y/gpt-5', undefined],
    ['/gpt-5', undefined],
    ['@work/gpt-5', undefined],
    ['', undefined],
  ])('%s', (text, reference) => {
    expect(parseReference(text, isProvider)).toEqual(reference)
  })

  it('names an account by the rules of accounts', () => {
    expect(() => parseReference('openrouter@a b/gpt-5', isProvider)).toThrow(
      expect.objectContaining({ code: 'CCPROXY_CREDENTIAL_ACCOUNT_NAME' }),
    )
  })
})

describe('a model is served by', () => {
  it.each<[string, string, World, readonly string[]]>([
    ['the provider in front of it', 'openrouter/openai/gpt-5', {}, ['openrouter/openai/gpt-5']],
    ['and its account', 'claude@work/m', {}, ['claude@work/m']],
    ['whoever lists it', 'gpt-5', { owners: { 'gpt-5': ['openai'] } }, ['openai/gpt-5']],
    ['the first who lists it', 'm', { owners: { m: ['openai', 'openrouter'] } }, ['openai/m']],
    [
      'the default provider, if it is one who lists it',
      'm',
      { owners: { m: ['openai', 'openrouter'] }, models: { default: 'openrouter' } },
      ['openrouter/m'],
    ],
    [
      'whoever lists it rather than the default provider',
      'm',
      { owners: { m: ['openai'] }, models: { default: 'claude' } },
      ['openai/m'],
    ],
    ['the default provider, if nobody does', 'new-model', { models: { default: 'claude' } }, ['claude/new-model']],
    ['the only provider', 'new/model', { providers: ['claude'] }, ['claude/new/model']],
    [
      'who lists it with a slash, though that is no provider here',
      'meta/llama',
      { owners: { 'meta/llama': ['openrouter'] } },
      ['openrouter/meta/llama'],
    ],
  ])('%s', async (_name, model, world, labels) => {
    expect(await resolve(model, world)).toEqual(labels)
  })

  test('the account of the header wins, for every candidate', async () => {
    expect(await resolve('claude@work/m', { account: 'mine', fallbacks: ['openai/x'] })).toEqual([
      'claude@mine/m',
      'openai@mine/x',
    ])
  })

  test('nobody is asked who lists what, where one provider runs', async () => {
    expect(await resolve('m', { providers: ['claude'], owners: { m: ['openai'] } })).toEqual(['claude/m'])
  })
})

describe('an alias', () => {
  const aliases = {
    sonnet: 'claude/claude-sonnet',
    opus: 'big',
    big: ['openai/gpt-5', 'claude/claude-opus'],
    'claude-haiku-*': 'openai/gpt-5-mini',
    'claude-*': 'claude/claude-sonnet',
    'claude-haiku-4-5': 'openai/exact',
    '*': 'openrouter/any',
    'claude/claude-opus-4': 'openrouter/opus',
    gone: 'mistral/m',
    partly: ['mistral/m', 'claude/m'],
    bare: 'gpt-5',
  }

  it.each([
    ['sonnet', ['claude/claude-sonnet']],
    ['opus', ['openai/gpt-5', 'claude/claude-opus']],
    ['claude-haiku-4-5-20251001', ['openai/gpt-5-mini']],
    ['claude-haiku-4-5', ['openai/exact']],
    ['claude-opus-5-5', ['claude/claude-sonnet']],
    ['whatever', ['openrouter/any']],
    ['claude/claude-opus-4', ['openrouter/opus']],
    ['partly', ['claude/m']],
    ['bare', ['openai/gpt-5']],
    // Who names a provider means it: a pattern is for names that could mean anything.
    ['openai/o3', ['openai/o3']],
  ])('%s', async (name, labels) => {
    expect(await resolve(name, { models: { aliases }, owners: { 'gpt-5': ['openai'] } })).toEqual(labels)
  })

  test('of a provider that does not run is an error that says so', async () => {
    await expect(resolve('gone', { models: { aliases, default: 'claude' } })).rejects.toMatchObject({
      code: 'CCPROXY_MODEL_UNKNOWN',
      message: expect.stringContaining('mistral/m'),
    })
  })

  test('is not looked for on objects that all have', async () => {
    expect(await resolve('constructor', { models: { default: 'claude' } })).toEqual(['claude/constructor'])
  })
})

describe('fallbacks', () => {
  const fallbacks = ['claude/opus', 'mistral/m', 'openrouter/x', 'claude/opus', 'fast']
  const models = { aliases: { fast: 'openai/mini', both: ['claude/a', 'openai/b'] } }

  it.each<[string, World, readonly string[]]>([
    ['openai/gpt-5', {}, ['openai/gpt-5', 'claude/opus', 'openrouter/x', 'openai/mini']],
    ['claude/opus', {}, ['claude/opus', 'openrouter/x', 'openai/mini']],
    ['fast', {}, ['openai/mini', 'claude/opus', 'openrouter/x']],
    ['both', {}, ['claude/a', 'openai/b']],
    ['both', { canFallBack: false }, ['claude/a']],
    ['openai/gpt-5', { canFallBack: false }, ['openai/gpt-5']],
  ])('%s %j', async (model, world, labels) => {
    expect(await resolve(model, { fallbacks, models, ...world })).toEqual(labels)
  })

  test('are bounded', async () => {
    const many = [...Array(40).keys()].map((number) => `claude/m-${number}`)
    expect(await resolve('openai/x', { fallbacks: many })).toHaveLength(16)
  })
})

describe('what nobody can serve', () => {
  it.each<[string, string | undefined, World, string, RegExp]>([
    ['an unknown model', 'x', {}, 'CCPROXY_MODEL_UNKNOWN', /claude\/x.*models\.default/],
    ['no model', undefined, {}, 'CCPROXY_MODEL_MISSING', /\/claude\/v1/],
    [
      'a default that does not run',
      'x',
      { models: { default: 'mistral' } },
      'CCPROXY_PROVIDER_UNKNOWN',
      /plugins list/,
    ],
    ['no provider at all', 'x', { providers: [] }, 'CCPROXY_MODEL_UNKNOWN', /<provider>/],
  ])('%s', async (_name, model, world, code, hint) => {
    await expect(resolve(model, world)).rejects.toMatchObject({ code, hint: expect.stringMatching(hint) })
  })

  test('is not echoed as it came', async () => {
    await expect(resolve(`a\r\nb${'x'.repeat(500)}`)).rejects.toMatchObject({
      message: expect.stringMatching(/^[\x20-\x7e]{0,250}$/),
    })
  })
})

test('a label is safe in a header', () => {
  const provider = { ...fakeProvider({ baseUrl: 'http://127.0.0.1:1' }), name: 'claude' }
  expect(candidateLabel({ provider, account: 'default', model: 'a\r\nb"c,é' })).toBe('claude/a??b?c??')
  expect(candidateLabel({ provider, account: 'work', model: undefined })).toBe('claude@work')
})
