// The authorization server of both providers: refresh tokens work once, and using one again ends the login.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import type { Random } from '../random.ts'
import { listen } from './listen.ts'
import { Login, type ProviderName } from './login.ts'
import { type TokenFault, TokenFaults } from './token-faults.ts'

export interface AuthorizationServer extends AsyncDisposable {
  readonly origin: string
  readonly faults: TokenFaults
  /** Requests under way. */
  readonly busy: number
  /** Of access tokens that are issued from now on. */
  setLifetime(seconds: number): void
  /** Of everybody who has signed in. */
  readonly logins: readonly Login[]
  /** Whose access token it is. */
  owner(accessToken: string): Login | undefined
  readonly find: (provider: ProviderName, account: string) => Login
}

const providerOf: Readonly<Record<string, ProviderName>> = {
  'soak-client-of-claude': 'claude',
  'soak-client-of-huggingface': 'huggingface',
}
const tokenRequest = v.object({
  grant_type: v.string(),
  code: v.optional(v.string()),
  refresh_token: v.optional(v.string()),
})

interface Reply {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}
const refused = (status: number, error: string): Reply => ({ status, body: { error } })

/** Which client's the redirect is for comes as `login_hint`: the account that the person picks. */
export async function startAuthorizationServer(
  random: Random,
  options: { readonly lifetimeSeconds: number; readonly shareOfFaults: number },
): Promise<AuthorizationServer> {
  let { lifetimeSeconds } = options
  let busy = 0
  const logins = new Map<string, Login>()
  const owners = new Map<string, Login>()
  const codes = new Map<string, Login>()
  const spenders = new Map<string, Login>()
  const faults = new TokenFaults(random, options.shareOfFaults)

  function authorize({ searchParams }: URL, response: ServerResponse): void {
    const provider = providerOf[searchParams.get('client_id') ?? '']
    const account = searchParams.get('login_hint')
    if (provider === undefined || account === null) return end(response, refused(400, 'invalid_request'))
    const login = new Login(provider, account)
    logins.set(login.name, login)
    codes.set(`code-of-${login.name}`, login)
    const target = new URL(searchParams.get('redirect_uri') ?? '')
    target.searchParams.set('code', `code-of-${login.name}`)
    target.searchParams.set('state', searchParams.get('state') ?? '')
    response.writeHead(302, { location: target.href }).end()
  }

  function grant(login: Login, tokens = login.issue(lifetimeSeconds)): Reply {
    owners.set(tokens.accessToken, login)
    spenders.set(tokens.refreshToken, login)
    const { accessToken, refreshToken } = tokens
    const body = { access_token: accessToken, token_type: 'Bearer', expires_in: lifetimeSeconds }
    return { status: 200, body: { ...body, refresh_token: refreshToken } }
  }

  function redeem(login: Login, refreshToken: string): Reply {
    const tokens = login.rotate(refreshToken, lifetimeSeconds)
    return tokens === undefined ? refused(400, 'invalid_grant') : grant(login, tokens)
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = v.parse(tokenRequest, fieldsOf(request.headers['content-type'] ?? '', await text(request)))
    const code = codes.get(sent.code ?? '')
    if (sent.grant_type === 'authorization_code' && code !== undefined) return end(response, grant(code))
    const { refresh_token: refreshToken = '' } = sent
    const login = spenders.get(refreshToken)
    if (login === undefined) return end(response, refused(400, 'invalid_grant'))
    const fault = faults.next(refreshToken)
    if (fault !== 'none') login.failed()
    await sleep(delayOf(fault, random))
    if (fault === 'lost') return void response.socket?.resetAndDestroy()
    end(response, replyTo(fault) ?? redeem(login, refreshToken))
  }

  const server = createServer((request, response) => {
    busy += 1
    response.on('close', () => (busy -= 1))
    const url = new URL(request.url ?? '', origin)
    if (url.pathname === '/authorize') authorize(url, response)
    else if (url.pathname === '/.well-known/openid-configuration') end(response, metadata(origin))
    else token(request, response).catch(() => end(response, refused(400, 'invalid_request')))
  })
  const { origin, close } = await listen(server)
  return {
    origin,
    faults,
    get busy() {
      return busy
    },
    setLifetime: (seconds) => {
      lifetimeSeconds = seconds
    },
    get logins() {
      return [...logins.values()]
    },
    owner: (accessToken) => owners.get(accessToken),
    find(provider, account) {
      const login = logins.get(`${provider}/${account}`)
      if (login === undefined) throw new Error(`${provider}/${account} has not signed in`)
      return login
    },
    [Symbol.asyncDispose]: close,
  }
}

function delayOf(fault: TokenFault, random: Random): number {
  if (fault === 'slow' || fault === 'lost') return random.between(200, 1500)
  return fault === 'gateway-timeout' ? random.between(2000, 4000) : 0
}

/** @returns undefined: the refresh token is redeemed */
function replyTo(fault: TokenFault): Reply | undefined {
  if (fault === 'server-error') return refused(500, 'server_error')
  if (fault === 'gateway-timeout') return refused(504, 'temporarily_unavailable')
  if (fault !== 'rate-limited') return undefined
  return { ...refused(429, 'slow_down'), headers: { 'retry-after': '1' } }
}

const metadata = (origin: string): Reply => ({
  status: 200,
  body: {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
  },
})

function fieldsOf(contentType: string, body: string): unknown {
  return contentType.includes('json') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body))
}

function end(response: ServerResponse, { status, body, headers }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
