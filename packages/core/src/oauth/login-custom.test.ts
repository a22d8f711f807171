import { describe, expect, it } from 'vitest'
import {
  endOfInput,
  failureOf,
  fastTiming,
  heldCredential,
  loginSession,
  person,
  type SessionFixture,
} from './__fixtures__/flow-fixtures.js'
import type { LoginContext } from './login-context.js'
import type { CustomFlow } from './oauth-flow.js'
import { runLogin } from './run-login.js'

function customFlow(login: CustomFlow['login']): CustomFlow {
  return { kind: 'custom', id: 'special', label: 'Special', login }
}

/** A sign-in that hands over a key in the callback, with no state of its own. */
function keyFlow(options: Partial<Parameters<LoginContext['awaitCallback']>[0]> = {}): CustomFlow {
  return customFlow(async (context) => {
    const { pkce, clock } = context
    const parameters = await context.awaitCallback({
      authorizeUrl: (redirectUri) => {
        const url = new URL('https://auth.example.test/auth')
        url.searchParams.set('callback_url', redirectUri)
        url.searchParams.set('code_challenge', pkce.challenge)
        url.searchParams.set('code_challenge_method', 'S256')
        return url
      },
      ...options,
    })
    const apiKey = parameters.get('code') ?? ''
    return { kind: 'api-key', flow: 'whatever', apiKey, obtainedAt: clock.now(), extra: {} }
  })
}

async function callbackUrl({ interaction }: SessionFixture): Promise<URL> {
  const { url } = await interaction.shown
  return new URL(url.searchParams.get('callback_url') ?? '')
}

describe('a custom flow', () => {
  it('listens where nobody can guess when it has no state', async () => {
    const session = loginSession()
    const login = runLogin(keyFlow(), session, fastTiming)
    const target = await callbackUrl(session)
    expect(target.pathname).toMatch(/^\/callback\/[\w-]{22}$/)
    expect((await fetch(new URL('/callback?code=forged', target))).status).toBe(404)
    target.searchParams.set('code', 'fake-key-1')
    await fetch(target, { redirect: 'manual' })
    await expect(login).resolves.toMatchObject({ kind: 'api-key', flow: 'special', apiKey: 'fake-key-1' })
    await expect(fetch(target)).rejects.toThrow('fetch failed')
  })

  it('listens by the name that its provider knows', async () => {
    const session = loginSession()
    const login = runLogin(keyFlow({ host: 'localhost' }), session, fastTiming)
    const target = await callbackUrl(session)
    expect(target.hostname).toBe('localhost')
    target.searchParams.set('code', 'fake-key-1')
    await fetch(target, { redirect: 'manual' })
    await expect(login).resolves.toMatchObject({ apiKey: 'fake-key-1' })
  })

  it('goes on after an answer with a wrong state', async () => {
    const session = loginSession()
    const login = runLogin(keyFlow({ state: 'state-1', path: '/done' }), session, fastTiming)
    const target = await callbackUrl(session)
    expect(target.pathname).toBe('/done')
    expect((await fetch(new URL('?code=forged&state=other', target))).status).toBe(400)
    await fetch(new URL('?code=fake-key-1&state=state-1', target), { redirect: 'manual' })
    await expect(login).resolves.toMatchObject({ apiKey: 'fake-key-1' })
  })

  it('takes a pasted answer', async () => {
    const session = loginSession({ interaction: person(['fake-key-1']) })
    await expect(runLogin(keyFlow(), session, fastTiming)).resolves.toMatchObject({ apiKey: 'fake-key-1' })
  })

  it('fails when the person refuses', async () => {
    const session = loginSession({ interaction: person([endOfInput]) })
    const login = runLogin(keyFlow(), session, fastTiming)
    login.catch(() => {})
    await fetch(new URL('?error=access_denied', await callbackUrl(session)), { redirect: 'manual' })
    expect((await failureOf(login)).code).toBe('CCPROXY_OAUTH_ACCESS_DENIED')
  })

  it('does not send anyone to an unsafe address', async () => {
    const flow = keyFlow({ authorizeUrl: () => new URL('http://auth.example.test/auth') })
    expect((await failureOf(runLogin(flow, loginSession(), fastTiming))).code).toBe('CCPROXY_OAUTH_ENDPOINT_INSECURE')
  })

  it('has a verifier and its challenge', async () => {
    const seen = Promise.withResolvers<LoginContext['pkce']>()
    const flow = customFlow(async ({ pkce }) => {
      seen.resolve(pkce)
      return heldCredential()
    })
    await runLogin(flow, loginSession(), fastTiming)
    const { verifier, challenge } = await seen.promise
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(verifier))
    expect(challenge).toBe(Buffer.from(digest).toString('base64url'))
  })

  it('cannot say whose credential it is', async () => {
    const boundTo = { plugin: 'other', tokenOrigin: 'https://auth.example.test', apiOrigin: 'https://other.test' }
    const flow = customFlow(async () => heldCredential({ flow: 'other', boundTo }))
    await expect(runLogin(flow, loginSession(), fastTiming)).resolves.toMatchObject({
      flow: 'special',
      boundTo: {
        plugin: '@example/plugin-acme',
        tokenOrigin: 'https://auth.example.test',
        apiOrigin: 'https://api.example.test',
      },
    })
  })

  it('ends with the attempt, even if the plugin does not notice', async () => {
    const session = loginSession()
    const login = runLogin(
      customFlow(() => new Promise(() => {})),
      session,
      fastTiming,
    )
    session.interaction.giveUp()
    expect((await failureOf(login)).code).toBe('CCPROXY_OAUTH_CANCELLED')
  })

  it('keeps the words of its own errors out of ours', async () => {
    const flow = customFlow(async () => Promise.reject(new TypeError('fake-code-1')))
    const error = await failureOf(runLogin(flow, loginSession(), fastTiming))
    expect(error.code).toBe('CCPROXY_INTERNAL')
    expect(String(error.stack)).not.toContain('fake-code-1')
  })
})
