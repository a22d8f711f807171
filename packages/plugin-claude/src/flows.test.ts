import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryDirectory, type TemporaryDirectory } from '@ccproxy/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { config } from './config.js'
import { flows } from './flows.js'

let home: TemporaryDirectory
beforeEach(async () => {
  home = await createTemporaryDirectory()
})
afterEach(() => home.remove())

type Environment = Readonly<Record<string, string>>

async function flowsOf(settings: object = {}, environment: Environment = {}) {
  const result = await config['~standard'].validate(settings)
  if (result.issues !== undefined) throw new Error('settings were refused')
  return flows(result.value, { environment: { HOME: home.path, ...environment } })
}

async function order(settings: object = {}, environment: Environment = {}) {
  return (await flowsOf(settings, environment)).map(({ id, unavailable }) =>
    unavailable === undefined ? id : `(${id})`,
  )
}

function antLogin(name = 'default', authentication: object = { type: 'user_oauth' }): void {
  const directory = join(home.path, '.config', 'anthropic')
  for (const folder of ['configs', 'credentials']) mkdirSync(join(directory, folder), { recursive: true })
  writeFileSync(join(directory, 'configs', `${name}.json`), JSON.stringify({ authentication }))
  writeFileSync(join(directory, 'credentials', `${name}.json`), '{}', { mode: 0o600 })
}

const federation = {
  ANTHROPIC_FEDERATION_RULE_ID: 'fdrl_1',
  ANTHROPIC_ORGANIZATION_ID: 'organization-1',
  ANTHROPIC_IDENTITY_TOKEN_FILE: '/run/token',
}
const own = {
  oauth: {
    clientId: 'client-of-the-user',
    authorizeUrl: 'https://login.example/authorize',
    tokenUrl: 'https://login.example/token',
  },
}

describe('the doors of Claude, best first', () => {
  it('are a key on a fresh machine; each other one says what it needs', async () => {
    expect(await order()).toEqual(['key', '(ant)', '(federation)', '(browser)'])
    const [, ant, wif, browser] = await flowsOf()
    expect(ant?.unavailable).toEqual({
      reason: 'nobody is signed in there',
      hint: 'Install the ant CLI and run `ant auth login`.',
    })
    expect(wif?.unavailable).toEqual({
      reason: 'the federation is not configured',
      hint:
        'Set ANTHROPIC_FEDERATION_RULE_ID (or plugins.claude.federation.rule_id), ' +
        'ANTHROPIC_ORGANIZATION_ID (or plugins.claude.federation.organization_id), ' +
        'ANTHROPIC_IDENTITY_TOKEN_FILE (or plugins.claude.federation.identity_token_file).',
    })
    expect(browser?.unavailable?.hint).toBe(
      'Set plugins.claude.oauth.client_id, plugins.claude.oauth.authorize_url, plugins.claude.oauth.token_url',
    )
  })

  it('have the login of the ant CLI where somebody signed in there, without a restart', async () => {
    const [, ant] = await flowsOf()
    expect(ant?.kind === 'linked' && ant.ambient?.()).toBe(false)
    antLogin()
    expect(ant?.unavailable).toBeUndefined()
    expect(ant?.kind === 'linked' && ant.ambient?.()).toBe(true)
  })

  it('prefer a federation that is configured to a login that happens to be there', async () => {
    antLogin()
    expect(await order({}, federation)).toEqual(['key', 'federation', 'ant', '(browser)'])
  })

  it('prefer the profile that ANTHROPIC_PROFILE names to the federation of the environment', async () => {
    antLogin('work')
    const named = { ...federation, ANTHROPIC_PROFILE: 'work' }
    expect(await order({}, named)).toEqual(['key', 'ant', 'federation', '(browser)'])
  })

  it('begin with your own client once it is configured', async () => {
    const [first] = await flowsOf(own)
    expect(first).toMatchObject({ id: 'browser', pkce: 'S256', token: { encoding: 'json' } })
    expect(await order(own)).toEqual(['browser', 'key', '(ant)', '(federation)'])
  })

  it('accept keys of Anthropic only', async () => {
    const [key] = await flowsOf()
    const pattern = key?.kind === 'api-key' ? key.pattern : undefined
    expect(pattern?.test('sk-ant-fake')).toBe(true)
    expect(pattern?.test('sk-fake')).toBe(false)
  })
})

describe('the token endpoint of a federation', () => {
  it.each([
    [{}, 'https://api.anthropic.com/v1/oauth/token'],
    [{ baseUrl: 'https://gateway.example/claude/v1/' }, 'https://gateway.example/claude/v1/oauth/token'],
    [{ oauth: { tokenUrl: 'https://login.example/token' } }, 'https://login.example/token'],
  ])('follows %j', async (settings, url) => {
    const wif = (await flowsOf(settings)).find(({ id }) => id === 'federation')
    expect(wif).toMatchObject({ token: { url } })
  })
})

describe('a profile that is a federation', () => {
  it('is used by the flow federation, not by the link', async () => {
    antLogin('default', {
      type: 'oidc_federation',
      federation_rule_id: 'fdrl_1',
      identity_token: { source: 'file', path: '/run/token' },
    })
    const [, first, ant] = await flowsOf({}, { ANTHROPIC_ORGANIZATION_ID: 'organization-1' })
    expect([first?.id, first?.unavailable]).toEqual(['federation', undefined])
    expect(ant?.unavailable?.hint).toBe('Use the flow federation.')
  })
})
