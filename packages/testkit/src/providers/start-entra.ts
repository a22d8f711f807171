// Microsoft Entra ID and an Azure OpenAI resource, on the loopback interface.
import { type AzureCliAnswer, answerAzureCli } from './entra/azure-cli-answer.js'
import { writeAzureCli } from './entra/azure-cli-program.js'
import { type EntraApplication, EntraGrants } from './entra/entra-grants.js'
import { type EntraRefusal, refusalResponse, refusalStatus } from './entra/entra-refusal.js'
import { bearerOf, IssuedAccessTokens } from './issued-access-tokens.js'
import type { ProviderStandIn } from './provider-stand-in.js'
import { startStandInServer } from './stand-in-server.js'

export interface EntraOptions {
  /** Of access tokens. Default 3600. */
  readonly lifetimeSeconds?: number
  /** Polls of a device code that are answered with `authorization_pending`, whatever the person did. Default 1. */
  readonly pendingPolls?: number
  /** Between polls of a device code. Default 1. */
  readonly intervalSeconds?: number
}

export interface EntraStandIn extends ProviderStandIn {
  /** The id of the directory. */
  readonly tenant: string
  /** The app registration: a public client, and one that signs in as itself with the secret. */
  readonly application: EntraApplication
  /** The key of the resource. */
  readonly apiKey: string
  /** Arguments of every call of `az`. */
  readonly cliCalls: readonly (readonly string[])[]
  /** The next requests for a token, one each, are refused so. */
  refuseNext(...refusals: readonly EntraRefusal[]): void
  /** What the next people who are asked for consent say. Default: yes. */
  setConsent(consent: 'allow' | 'decline'): void
  /** Its refresh tokens are refused from now on. */
  endLatestLogin(): void
  /** What `az login` or (undefined) `az logout` leaves behind. */
  signInToCli(user: string | undefined): Promise<void>
}

const tenant = '11111111-2222-4333-8444-555555555555'
const application: EntraApplication = { clientId: 'fake-client-id', clientSecret: 'fake-client-secret' }
const apiKey = 'fake-azure-api-key'
const protocolPath = /^\/([^/]+)\/oauth2\/v2\.0\/(authorize|devicecode|token)$/

/** Its directory knows one app and one person, who allows. A fake `az` is on the PATH of `environment`. */
export async function startEntra(options: EntraOptions = {}): Promise<EntraStandIn> {
  const { lifetimeSeconds = 3600, pendingPolls = 1, intervalSeconds = 1 } = options
  const tokens = new IssuedAccessTokens('fake-entra-token-', lifetimeSeconds)
  const grants = new EntraGrants(application, tokens, lifetimeSeconds)
  const tokenRequests: { readonly grant: string; readonly status: number }[] = []
  const refusals: EntraRefusal[] = []
  const cliCalls: (readonly string[])[] = []
  let consent: 'allow' | 'decline' = 'allow'

  function authorize({ searchParams }: URL): Response {
    const redirectUri = searchParams.get('redirect_uri') ?? ''
    // Registered is http://localhost: any port, and nothing else may differ.
    if (searchParams.get('client_id') !== application.clientId || !/^http:\/\/localhost(?::\d+)?$/.test(redirectUri))
      return new Response('AADSTS50011: The redirect URI does not match.', { status: 400 })
    const target = new URL(redirectUri)
    const state = searchParams.get('state')
    if (state !== null) target.searchParams.set('state', state)
    if (consent === 'decline') {
      target.searchParams.set('error', 'access_denied')
      target.searchParams.set('error_description', 'AADSTS65004: User declined to consent to access the app.')
      return Response.redirect(target)
    }
    const challenge = searchParams.get('code_challenge') ?? ''
    const scope = searchParams.get('scope') ?? ''
    target.searchParams.set('code', grants.allow({ redirectUri, challenge, scope }))
    target.searchParams.set('session_state', 'fake-session-state')
    return Response.redirect(target)
  }

  function deviceCode(form: URLSearchParams, origin: string): Response {
    if (form.get('client_id') !== application.clientId)
      return refusalResponse({ error: 'unauthorized_client', code: 700_016 })
    const { deviceCode: code, userCode } = grants.startDevice(form.get('scope') ?? '', pendingPolls)
    return Response.json({
      user_code: userCode,
      device_code: code,
      verification_uri: `${origin}/devicelogin`,
      expires_in: 900,
      interval: intervalSeconds,
      message: `To sign in, open the page ${origin}/devicelogin and enter the code ${userCode}.`,
    })
  }

  function token(form: URLSearchParams): Response {
    const next = refusals.shift()
    const result = next === undefined ? grants.redeem(form) : { refusal: next }
    const status = 'refusal' in result ? refusalStatus(result.refusal) : 200
    tokenRequests.push({ grant: form.get('grant_type') ?? '', status })
    return 'refusal' in result ? refusalResponse(result.refusal) : Response.json(result.granted)
  }

  function azureCli(args: readonly string[]): AzureCliAnswer {
    cliCalls.push(args)
    const answer = answerAzureCli(args, { tokens, tenant, lifetimeSeconds })
    tokenRequests.push({ grant: 'az', status: answer.code === 0 ? 200 : 400 })
    return answer
  }

  async function endpoints(request: Request, url: URL): Promise<Response | undefined> {
    if (url.pathname === '/azure-cli') return Response.json(azureCli(stringsOf(await request.json())))
    if (url.pathname === '/devicelogin') {
      const isKnown = grants.decide(
        url.searchParams.get('user_code') ?? '',
        consent === 'allow' ? 'allowed' : 'declined',
      )
      return new Response(isKnown ? 'You have signed in.' : 'That code did not work.')
    }
    const [, directory, endpoint] = protocolPath.exec(url.pathname) ?? []
    if (endpoint === undefined) return undefined
    if (directory !== tenant && directory !== 'organizations')
      return refusalResponse({ error: 'invalid_request', code: 90_002, words: 'Tenant not found.' })
    if (endpoint === 'authorize') return authorize(url)
    const form = new URLSearchParams(await request.text())
    return endpoint === 'token' ? token(form) : deviceCode(form, url.origin)
  }

  const server = await startStandInServer({
    dialects: ['openai-chat', 'openai-responses'],
    endpoints,
    authorize: (request) => {
      const key = request.headers.get('api-key')
      const bearer = bearerOf(request)
      if (key !== null && bearer !== undefined) return 'conflicting'
      if (key !== null) return key === apiKey ? 'accepted' : 'unknown'
      return tokens.verdict(bearer)
    },
  })
  const cli = await writeAzureCli(server.origin, tenant)
  const protocol = `${server.origin}/${tenant}/oauth2/v2.0`
  return {
    origin: server.origin,
    apiRequests: server.apiRequests,
    tenant,
    application,
    apiKey,
    tokenRequests,
    cliCalls,
    environment: cli.environment,
    settings: {
      base_url: `${server.origin}/openai`,
      tenant,
      oauth: {
        client_id: application.clientId,
        authorize_url: `${protocol}/authorize`,
        token_url: `${protocol}/token`,
        device_authorization_url: `${protocol}/devicecode`,
      },
    },
    refuseNext: (...next) => void refusals.push(...next),
    setConsent: (next) => {
      consent = next
    },
    endLatestLogin: () => grants.endLatestLogin(),
    signInToCli: (user) => cli.signedIn(user),
    expireTokens: () => tokens.expireAll(),
    stop: async () => {
      await server.stop()
      await cli.remove()
    },
  }
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
