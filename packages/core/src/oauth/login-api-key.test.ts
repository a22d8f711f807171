import { describe, expect, it } from 'vitest'
import {
  endOfInput,
  expectNoSecret,
  failureOf,
  fastTiming,
  loginSession,
  person,
  startOfTime,
} from './__fixtures__/flow-fixtures.js'
import type { ApiKeyFlow } from './oauth-flow.js'
import { runLogin } from './run-login.js'

const flow: ApiKeyFlow = { kind: 'api-key', id: 'key', label: 'API key', env: ['ACME_KEY', 'ACME_API_KEY'] }
const patterned: ApiKeyFlow = { ...flow, pattern: /^sk-/g }

describe('an API key', () => {
  it('is what the person enters, trimmed', async () => {
    const session = loginSession({ interaction: person(['  sk-fake-key-1\r']) })
    await expect(runLogin(patterned, session, fastTiming)).resolves.toEqual({
      kind: 'api-key',
      flow: 'key',
      apiKey: 'sk-fake-key-1',
      obtainedAt: startOfTime,
      extra: {},
      boundTo: { plugin: '@example/plugin-acme', apiOrigin: 'https://api.example.test' },
    })
  })

  it('wins over the environment', async () => {
    const session = loginSession({ interaction: person(['sk-fake-key-1']), environment: { ACME_KEY: 'sk-other' } })
    await expect(runLogin(flow, session, fastTiming)).resolves.toMatchObject({ apiKey: 'sk-fake-key-1' })
  })

  it('is that of the environment when the answer is empty, offered by its name', async () => {
    const environment = { ACME_KEY: '  ', ACME_API_KEY: ' sk-fake-key-2 ' }
    const interaction = person([''])
    const session = loginSession({ interaction, environment })
    await expect(runLogin(flow, session, fastTiming)).resolves.toMatchObject({ apiKey: 'sk-fake-key-2' })
    expect(interaction.questions[0]).toContain('ACME_API_KEY')
    expect(interaction.questions[0]).not.toContain('sk-fake')
  })

  it('matches a pattern with a memory of its own each time', async () => {
    for (let times = 0; times < 3; times++) {
      const session = loginSession({ interaction: person(['sk-fake-key-1']) })
      await expect(runLogin(patterned, session, fastTiming)).resolves.toMatchObject({ kind: 'api-key' })
    }
  })

  it.each([
    ['not of the pattern', 'fake-other-key'],
    ['a client key of ours', 'ccp_fake-client-key'],
    ['with a blank inside', 'sk-fake key-1'],
    ['with a line break inside', 'sk-fake\nx-evil: 1'],
    ['with letters that no header takes', 'sk-fäke-key'],
    ['empty', ''],
  ])('is refused when %s, and not repeated', async (_name, entered) => {
    const session = loginSession({ interaction: person([entered]) })
    const error = await failureOf(runLogin(patterned, session, fastTiming))
    expect(error.code).toBe('CCPROXY_CREDENTIAL_KEY_FORMAT')
    if (entered !== '') expectNoSecret(error, entered)
  })

  it('is not asked for twice when the input ends', async () => {
    const session = loginSession({ interaction: person([endOfInput]) })
    expect((await failureOf(runLogin(flow, session, fastTiming))).code).toBe('CCPROXY_OAUTH_CANCELLED')
  })

  it('is not waited for when the person leaves', async () => {
    const session = loginSession()
    const login = runLogin(flow, session, fastTiming)
    login.catch(() => {})
    session.interaction.giveUp()
    expect((await failureOf(login)).message).toBe('the sign-in was cancelled')
  })
})
