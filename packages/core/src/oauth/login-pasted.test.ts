// Sign-ins whose answer does not come by the callback: it is pasted, or the port for it is taken.
import { afterEach, describe, expect, it } from 'vitest'
import { code, loggedIn, type Squatter, squatter, tokens } from './__fixtures__/browser-login.js'
import {
  browserFlow,
  endOfInput,
  failureOf,
  fastTiming,
  loginSession,
  onlyRequest,
  person,
} from './__fixtures__/flow-fixtures.js'
import { withoutAddress } from './__fixtures__/without-address.js'
import { runLogin } from './run-login.js'

describe('pasting', () => {
  it.each([
    [
      'the whole address',
      (url: URL) => `${url.searchParams.get('redirect_uri')}?code=${code}&state=${url.searchParams.get('state')}`,
    ],
    ['code#state', (url: URL) => `${code}#${url.searchParams.get('state')}`],
    ['the code alone', () => code],
  ])('finishes the sign-in: %s', async (_name, line) => {
    tokens()
    const interaction = person()
    const { promise, resolve } = Promise.withResolvers<string>()
    const session = loginSession({ interaction: { ...interaction, prompt: async () => await promise } })
    const login = runLogin(browserFlow(), session, fastTiming)
    resolve(line((await interaction.shown).url))
    await expect(login).resolves.toMatchObject({ accessToken: 'fake-access-token-1' })
  })

  it('asks again after an empty line and after the answer of another attempt', async () => {
    tokens()
    const interaction = person(['', 'other-code#other-state', code])
    await runLogin(browserFlow(), loginSession({ interaction }), fastTiming)
    expect(interaction.questions).toHaveLength(3)
    expect(interaction.notices).toHaveLength(1)
    expect(interaction.notices[0]).not.toContain('other-')
  })

  it('joins the line after an address that was cut off, and never sends a part of an address as the code', async () => {
    tokens()
    const interaction = person()
    const lines: string[] = []
    const session = loginSession({
      interaction: {
        ...interaction,
        prompt: async () => {
          if (lines.length === 0) {
            const { url } = await interaction.shown
            const address = `${url.searchParams.get('redirect_uri')}?code=${code}&state=${url.searchParams.get('state')}`
            lines.push(address.slice(0, 30), address.slice(30, 60), address.slice(60))
          }
          return lines.shift() ?? ''
        },
      },
    })
    await expect(runLogin(browserFlow(), session, fastTiming)).resolves.toMatchObject({ generation: 1 })
    expect(onlyRequest(session).body).toMatchObject({ code })
    expect(interaction.notices).toHaveLength(2)
  })

  it('that ends (no more input) leaves the callback waiting', async () => {
    const { credential, session } = await loggedIn(browserFlow(), loginSession({ interaction: person([endOfInput]) }))
    expect(credential).toMatchObject({ accessToken: 'fake-access-token-1' })
    expect(session.interaction.questions).toHaveLength(1)
  })

  it('that ends after something wrong ends the sign-in: nobody is there to mend it', async () => {
    const session = loginSession({ interaction: person(['other-code#other-state', endOfInput]) })
    expect((await failureOf(runLogin(browserFlow(), session, fastTiming))).code).toBe('CCPROXY_OAUTH_STATE_MISMATCH')
    expect(session.requests).toEqual([])
  })

  it('that never stops is left alone after a while', async () => {
    const interaction = person(Array.from({ length: 500 }, () => ''))
    await loggedIn(browserFlow(), loginSession({ interaction }))
    expect(interaction.questions).toHaveLength(100)
  })

  it('is the only way for a redirect that is not ours, opened by an address of ours', async () => {
    tokens()
    const flow = browserFlow({ redirect: { kind: 'manual', uri: 'https://auth.example.test/show-code' } })
    const session = loginSession({ interaction: person([code]) })
    await expect(runLogin(flow, session, fastTiming)).resolves.toMatchObject({ generation: 1 })
    const { url, openUrl } = await session.interaction.shown
    expect(url.searchParams.get('redirect_uri')).toBe('https://auth.example.test/show-code')
    expect(openUrl?.pathname).toMatch(/^\/start\//)
    expect(onlyRequest(session).body).toMatchObject({ redirect_uri: 'https://auth.example.test/show-code' })
  })

  it.each([
    ['nothing', [], 'CCPROXY_OAUTH_PASTE_INVALID'],
    ['another attempt', ['other-code#other-state'], 'CCPROXY_OAUTH_STATE_MISMATCH'],
    ['words', ['no idea'], 'CCPROXY_OAUTH_PASTE_INVALID'],
  ])('there, the end of input is the end: %s', async (_name, lines, expected) => {
    const flow = browserFlow({ redirect: { kind: 'manual', uri: 'https://auth.example.test/show-code' } })
    const session = loginSession({ interaction: person([...lines, endOfInput]) })
    expect((await failureOf(runLogin(flow, session, fastTiming))).code).toBe(expected)
  })

  it('takes no code alone without PKCE', async () => {
    const flow = browserFlow({ pkce: 'none', redirect: { kind: 'manual', uri: 'https://auth.example.test/show-code' } })
    const session = loginSession({ interaction: person([code, endOfInput]) })
    expect((await failureOf(runLogin(flow, session, fastTiming))).code).toBe('CCPROXY_OAUTH_PASTE_INVALID')
    expect(session.requests).toEqual([])
  })
})

const squatters: Squatter[] = []

afterEach(async () => {
  for (const { leave } of squatters.splice(0)) await leave()
})

async function taken(): Promise<number> {
  const program = await squatter()
  squatters.push(program)
  return program.port
}

describe('a taken port', () => {
  it('means the next one that the flow knows', async () => {
    const first = await taken()
    const free = await squatter()
    await free.leave()
    const second = free.port
    const { url } = await loggedIn(browserFlow({ redirect: { kind: 'loopback', ports: [first, second] } }))
    expect(url.searchParams.get('redirect_uri')).toBe(`http://127.0.0.1:${second}/callback`)
  })

  it('means pasting when there is none, said before the address is shown', async () => {
    tokens()
    const port = await taken()
    const interaction = person([code])
    const order: string[] = []
    const session = loginSession({
      interaction: {
        ...interaction,
        notify: (message) => void order.push(message),
        showUrl: async () => void order.push('shown'),
      },
    })
    const flow = browserFlow({ redirect: { kind: 'loopback', ports: [port] } })
    await expect(runLogin(flow, session, fastTiming)).resolves.toMatchObject({ generation: 1 })
    expect(order).toEqual([expect.stringContaining(`port ${port} of 127.0.0.1 is taken`), 'shown'])
  })

  it('is an error when nothing is pasted either', async () => {
    const port = await taken()
    const session = loginSession({ interaction: person([endOfInput]) })
    const flow = browserFlow({ redirect: { kind: 'loopback', ports: [port] } })
    const error = await failureOf(runLogin(flow, session, fastTiming))
    expect(error).toMatchObject({ code: 'CCPROXY_OAUTH_PORT_TAKEN', message: expect.stringContaining(String(port)) })
  })

  it('never means pasting without PKCE: whoever holds the port would get a usable code', async () => {
    const port = await taken()
    const interaction = person([code])
    const flow = browserFlow({ pkce: 'none', redirect: { kind: 'loopback', ports: [port] } })
    const error = await failureOf(runLogin(flow, loginSession({ interaction }), fastTiming))
    expect(error.code).toBe('CCPROXY_OAUTH_PORT_TAKEN')
    expect(interaction.questions).toEqual([])
  })

  it('means pasting when the port of oauth.callback_port is taken', async () => {
    tokens()
    const port = await taken()
    const interaction = person([code])
    const session = loginSession({ callbackPort: port, interaction })
    const flow = browserFlow({ redirect: { kind: 'loopback', ports: [0] } })
    await expect(runLogin(flow, session, fastTiming)).resolves.toMatchObject({ generation: 1 })
    expect(interaction.notices).toEqual([expect.stringContaining(`port ${port} of 127.0.0.1 is taken`)])
    expect((await interaction.shown).url.searchParams.get('redirect_uri')).toBe(`http://127.0.0.1:${port}/callback`)
  })

  it('is an error that names oauth.callback_port when nothing is pasted either', async () => {
    const port = await taken()
    const session = loginSession({ callbackPort: port, interaction: person([endOfInput]) })
    const flow = browserFlow({ redirect: { kind: 'loopback', ports: [0] } })
    const error = await failureOf(runLogin(flow, session, fastTiming))
    expect(error).toMatchObject({ code: 'CCPROXY_OAUTH_PORT_TAKEN', message: expect.stringContaining(String(port)) })
    expect(error.hint).toContain('oauth.callback_port')
  })
})

describe('a machine without 127.0.0.1', () => {
  it('means pasting, and the browser is started by an address that there is', async () => {
    withoutAddress('127.0.0.1')
    tokens()
    const session = loginSession({ interaction: person([code]) })
    await expect(runLogin(browserFlow(), session, fastTiming)).resolves.toMatchObject({ generation: 1 })
    const { url, openUrl } = await session.interaction.shown
    expect(url.searchParams.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d{5}\/callback$/)
    expect(openUrl?.hostname).toBe('[::1]')
    expect(session.interaction.notices).toEqual([expect.stringContaining('this machine has no 127.0.0.1')])
  })

  it('does not matter to a provider that wants localhost', async () => {
    withoutAddress('127.0.0.1')
    const session = loginSession()
    const login = failureOf(
      runLogin(browserFlow({ redirect: { kind: 'loopback', host: 'localhost' } }), session, fastTiming),
    )
    const { url, openUrl } = await session.interaction.shown
    expect(new URL(url.searchParams.get('redirect_uri') ?? '').host).toBe(openUrl?.host)
    expect(session.interaction.notices).toEqual([])
    session.interaction.giveUp()
    expect((await login).code).toBe('CCPROXY_OAUTH_CANCELLED')
  })
})
