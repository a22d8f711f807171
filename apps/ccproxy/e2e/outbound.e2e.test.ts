// The way out of a company: a proxy with a password, and a certificate authority of its own. OAuth and inference alike.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answerJson, startForwardProxy, startRecordingUpstream, testCertificate } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { openWorkshop, type Workshop } from './support/workshop.js'

const login = { username: 'me@corp', password: 'fake:proxy/pass#1' }
// The certificate is for this name, and no proxy is used for `localhost` without the dot.
const domain = 'localhost.'
const tokens = { access_token: 'fake-access-token-1', refresh_token: 'fake-refresh-token-1', expires_in: 3600 }

const message = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }

/** Everything that the program calls is one server with TLS, which only the proxy can reach. */
async function startCompany(kind: 'connect' | 'socks5') {
  const upstream = await startRecordingUpstream({
    tls: true,
    answer: (request, response) => answerJson(request.target === '/token' ? tokens : { ok: true })(request, response),
  })
  const proxy = await startForwardProxy({ kind, targetPort: upstream.port, login })
  return {
    upstream,
    proxy,
    environment: {
      PLUGINS__CLAUDE__BASE_URL: `https://${domain}`,
      PLUGINS__CLAUDE__OAUTH__CLIENT_ID: 'client-1',
      PLUGINS__CLAUDE__OAUTH__AUTHORIZE_URL: `https://${domain}/authorize`,
      PLUGINS__CLAUDE__OAUTH__TOKEN_URL: `https://${domain}/token`,
      NETWORK__PROXY: undefined,
      HTTPS_PROXY: proxy.url,
      https_proxy: undefined,
      NO_PROXY: undefined,
      no_proxy: undefined,
    } satisfies Record<string, string | undefined>,
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]()
      await upstream.close()
    },
  }
}

async function trust(workshop: Workshop): Promise<{ readonly NODE_EXTRA_CA_CERTS: string }> {
  const file = join(workshop.folder, 'company-ca.pem')
  await writeFile(file, testCertificate.certificate)
  return { NODE_EXTRA_CA_CERTS: file }
}

/** `ccproxy auth login claude`, with the browser's part played here. */
async function signIn(workshop: Workshop, environment: Readonly<Record<string, string | undefined>>) {
  const program = workshop.run(['auth', 'login', 'claude', '--no-browser'], { environment })
  const [shown] = await program.printed(/^https:\/\/\S+$/m)
  const address = new URL(shown)
  const callback = new URL(address.searchParams.get('redirect_uri') ?? '')
  callback.searchParams.set('code', 'fake-code-1')
  callback.searchParams.set('state', address.searchParams.get('state') ?? '')
  await fetch(callback)
  return { program, code: await program.ended() }
}

function secretsOf(workshop: Workshop): void {
  for (const secret of [login.password, encodeURIComponent(login.password), ...Object.values(tokens).map(String)])
    if (secret.length > 8) workshop.secrets.add(secret)
}

it.each(['connect', 'socks5'] as const)('sign-in and requests go through the proxy (%s) over TLS', async (kind) => {
  await using company = await startCompany(kind)
  await using workshop = await openWorkshop()
  secretsOf(workshop)
  const environment = { ...company.environment, ...(await trust(workshop)) }
  const { program, code } = await signIn(workshop, environment)
  expect(program.stderr).toContain('Signed in to Claude')
  expect(code).toBe(0)

  const served = await workshop.serve({ environment })
  const answer = await served.ask('/claude/v1/messages', message)
  expect(JSON.parse(answer.text)).toEqual({ ok: true })
  expect(company.upstream.requests.map(({ target }) => target)).toEqual(['/token', '/v1/messages'])
  expect(company.upstream.requests[1]?.header('authorization')).toBe(`Bearer ${tokens.access_token}`)
  expect(company.proxy.tunnels).toEqual([`${domain}:443`, `${domain}:443`])
  expect(await served.stop()).toBe(0)
  for (const { stderr } of [program, served.program]) expect(stderr).not.toContain('ExperimentalWarning')
})

it('a proxy that is gone, or refuses, is named to who signs in and to the client', async () => {
  await using company = await startCompany('connect')
  await using workshop = await openWorkshop()
  secretsOf(workshop)
  const environment = { ...company.environment, ...(await trust(workshop)) }
  const gone = `http://me%40corp:${encodeURIComponent(login.password)}@127.0.0.1:1`
  const failed = await signIn(workshop, { ...environment, HTTPS_PROXY: gone })
  expect(failed.code).toBe(1)
  expect(failed.program.stderr).toContain(
    'could not be reached; nothing was sent: the proxy 127.0.0.1:1 cannot be reached (ECONNREFUSED)',
  )

  const served = await workshop.serve({
    environment: { ...environment, HTTPS_PROXY: `http://${company.proxy.host}`, ANTHROPIC_API_KEY: 'fake-key-1' },
  })
  const answer = await served.ask('/claude/v1/messages', message)
  expect(answer.status).toBe(502)
  expect(answer.headers.get('x-ccproxy-error')).toBe('CCPROXY_UPSTREAM_UNREACHABLE')
  expect(answer.text).toContain(`the proxy ${company.proxy.host} refused user name and password`)
  expect(company.upstream.connections).toBe(0)
})

it('a certificate that nobody vouches for is refused, by both, before anything is sent', async () => {
  await using company = await startCompany('connect')
  await using workshop = await openWorkshop()
  secretsOf(workshop)
  const { program, code } = await signIn(workshop, company.environment)
  expect(code).toBe(1)
  expect(program.stderr).toContain(
    'over TLS; nothing was sent: its certificate is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)',
  )
  expect(program.stderr).toContain('NODE_EXTRA_CA_CERTS')
  const served = await workshop.serve({ environment: { ...company.environment, ANTHROPIC_API_KEY: 'fake-key-1' } })
  const answer = await served.ask('/claude/v1/messages', message)
  expect(answer.headers.get('x-ccproxy-error')).toBe('CCPROXY_UPSTREAM_TLS')
  expect(answer.text).toContain('its certificate is self-signed')
  expect(answer.text).toContain('NODE_EXTRA_CA_CERTS')
  expect(company.upstream.requests).toEqual([])
})
