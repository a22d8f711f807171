// A sign-in in the browser, played by a test: the token endpoint, the callback, programs that sit on ports.
import { createServer } from 'node:http'
import nock from 'nock'
import type { NewCredential } from '../../storage/credential.js'
import type { AuthorizationCodeFlow } from '../oauth-flow.js'
import { runLogin } from '../run-login.js'
import { authOrigin, browserFlow, fastTiming, loginSession, type SessionFixture } from './flow-fixtures.js'

export const code: string = 'fake-code-1'
const answer = {
  access_token: 'fake-access-token-1',
  refresh_token: 'fake-refresh-token-1',
  token_type: 'bearer',
  expires_in: 3600,
}
export interface Squatter {
  readonly port: number
  readonly leave: () => Promise<void>
}

/** Some other program that listens on a port of ours. */
export async function squatter(): Promise<Squatter> {
  const server = createServer((_request, response) => response.end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  return {
    port: address.port,
    leave: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What the browser does after the person agreed. */
export async function callBack(
  session: SessionFixture,
  parameters: Record<string, string> = { code },
): Promise<Response> {
  const { url } = await session.interaction.shown
  const target = new URL(url.searchParams.get('redirect_uri') ?? '')
  const state = url.searchParams.get('state') ?? ''
  for (const [name, value] of Object.entries({ state, ...parameters })) target.searchParams.set(name, value)
  return await fetch(target, { redirect: 'manual' })
}

export function tokens(body: object = answer): nock.Scope {
  return nock(authOrigin).post('/token').reply(200, body)
}

export interface Login {
  readonly credential: NewCredential
  readonly session: SessionFixture
  readonly url: URL
}

export async function loggedIn(
  flow: AuthorizationCodeFlow = browserFlow(),
  session: SessionFixture = loginSession(),
): Promise<Login> {
  tokens()
  const login = runLogin(flow, session, fastTiming)
  await callBack(session)
  return { credential: await login, session, url: (await session.interaction.shown).url }
}
