// Hugging Face's OAuth endpoints and the router of Inference Providers, on the loopback interface.
import { installHf } from './huggingface/hf-installation.js'
import {
  type HuggingFaceAnswers,
  HuggingFaceGrants,
  hfClientId,
  huggingFaceApp,
} from './huggingface/huggingface-grants.js'
import { bearerOf, IssuedAccessTokens } from './issued-access-tokens.js'
import type { ProviderStandIn } from './provider-stand-in.js'
import { startStandInServer } from './stand-in-server.js'

export interface HuggingFaceOptions extends Partial<Pick<HuggingFaceAnswers, 'lifetimeSeconds' | 'polls'>> {
  /** Between polls of a device code; null: not said, as on the real one, which means five seconds. Default 0.05. */
  readonly intervalSeconds?: number | null
}

export interface HuggingFaceStandIn extends ProviderStandIn {
  /** What people who are asked from now on say. At first they allow. */
  setConsent(consent: 'allow' | 'deny'): void
  /** Every login ends: its refresh token is refused from now on. */
  revokeLogins(): void
}

/** https://huggingface.co/docs/hub/oauth#redirect-uris: what is registered has no port, and only the port may differ. */
const registeredRedirect = /^http:\/\/127\.0\.0\.1(?::\d+)?\/callback$/

/** Knows one public app and one person, who is also signed in to the `hf` on the PATH of `environment`. Refresh tokens rotate; there is no revocation, as on the real one. */
export async function startHuggingFace(options: HuggingFaceOptions = {}): Promise<HuggingFaceStandIn> {
  const { lifetimeSeconds = 3600, polls = ['authorization_pending'], intervalSeconds = 0.05 } = options
  const tokens = new IssuedAccessTokens('hf_oauth_', lifetimeSeconds)
  const grants = new HuggingFaceGrants(tokens, { lifetimeSeconds, polls, issuer: () => server.origin })
  const tokenRequests: { readonly grant: string; readonly status: number }[] = []
  let consent: 'allow' | 'deny' = 'allow'

  function metadata(): Response {
    return Response.json({
      issuer: server.origin,
      authorization_endpoint: `${server.origin}/oauth/authorize`,
      token_endpoint: `${server.origin}/oauth/token`,
      device_authorization_endpoint: `${server.origin}/oauth/device`,
      userinfo_endpoint: `${server.origin}/oauth/userinfo`,
      jwks_uri: `${server.origin}/oauth/jwks`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      code_challenge_methods_supported: ['S256'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    })
  }

  function authorize({ searchParams }: URL): Response {
    const redirectUri = searchParams.get('redirect_uri') ?? ''
    const challenge = searchParams.get('code_challenge') ?? ''
    if (searchParams.get('client_id') !== huggingFaceApp.clientId || !registeredRedirect.test(redirectUri))
      return new Response('Invalid client or redirect_uri', { status: 400 })
    const target = new URL(redirectUri)
    target.searchParams.set('state', searchParams.get('state') ?? '')
    if (consent === 'deny') target.searchParams.set('error', 'access_denied')
    else if (challenge === '' || searchParams.get('code_challenge_method') !== 'S256')
      target.searchParams.set('error', 'invalid_request')
    else {
      const scope = searchParams.get('scope') ?? ''
      target.searchParams.set('code', grants.allow({ redirectUri, challenge, scope }))
    }
    return Response.redirect(target, 303)
  }

  function deviceCode(form: URLSearchParams): Response {
    if (form.get('client_id') !== huggingFaceApp.clientId)
      return Response.json({ error: 'invalid_client', error_description: 'Invalid client' }, { status: 401 })
    const started = grants.startDevice(form.get('scope') ?? '')
    return Response.json({
      device_code: started.deviceCode,
      user_code: started.userCode,
      verification_uri: `${server.origin}/oauth/device`,
      expires_in: 300,
      ...(intervalSeconds !== null && { interval: intervalSeconds }),
    })
  }

  function token(form: URLSearchParams): Response {
    const { status, body } = grants.redeem(form)
    tokenRequests.push({ grant: form.get('grant_type') ?? '', status })
    return Response.json(body, { status })
  }

  async function endpoints(request: Request, url: URL): Promise<Response | undefined> {
    const call = `${request.method} ${url.pathname}`
    if (call === 'GET /.well-known/openid-configuration') return metadata()
    if (call === 'GET /oauth/authorize') return authorize(url)
    if (call === 'GET /oauth/device') {
      const known = grants.decide(url.searchParams.get('user_code') ?? '', consent === 'allow' ? 'allowed' : 'denied')
      return new Response(known ? 'Thank you' : 'No such code', { status: known ? 200 : 404 })
    }
    if (call === 'POST /oauth/device') return deviceCode(new URLSearchParams(await request.text()))
    if (call === 'POST /oauth/token') return token(new URLSearchParams(await request.text()))
    return undefined
  }

  const server = await startStandInServer({
    dialects: ['openai-chat', 'openai-responses'],
    endpoints,
    authorize: (request) => tokens.verdict(bearerOf(request)),
  })
  const hf = await installHf(server.origin, hfClientId)
  await hf.signIn({ ...grants.signInToHf(), lifetimeSeconds })
  return {
    ...server,
    settings: { base_url: server.origin, oauth: { issuer: server.origin, client_id: huggingFaceApp.clientId } },
    environment: hf.environment,
    tokenRequests,
    expireTokens: () => tokens.expireAll(),
    revokeLogins: () => grants.revokeAll(),
    setConsent: (next) => {
      consent = next
    },
    stop: async () => {
      await server.stop()
      await hf.remove()
    },
  }
}
