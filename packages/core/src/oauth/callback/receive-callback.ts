// Shows the address to visit and takes the first answer: the browser's callback or a pasted one.
import { randomInt } from 'node:crypto'
import { CCProxyError } from '../../errors/ccproxy-error.js'
import type { Attempt } from '../attempt.js'
import type { LoginSession } from '../flow-session.js'
import type { FlowTiming } from '../flow-timing.js'
import type { RedirectTarget } from '../oauth-flow.js'
import { assertSecureEndpoint } from '../wire/assert-secure-endpoint.js'
import type { LoopbackHost } from './bind-loopback.js'
import { type CallbackServer, openCallbackServer } from './callback-server.js'
import { type CallbackExpectation, judgeCallback } from './judge-callback.js'
import { pastedAnswer } from './paste-contest.js'

export interface ReceptionOptions {
  readonly session: LoginSession
  readonly attempt: Attempt
  readonly timing: FlowTiming
  readonly redirect: RedirectTarget
  readonly expectation: CallbackExpectation
  authorizeUrl(redirectUri: string): URL
}

export interface Reception {
  readonly parameters: URLSearchParams
  readonly redirectUri: string
  /** Gives the browser a moment to fetch the result page. */
  close(): Promise<void>
}

interface Listening {
  readonly server: CallbackServer | undefined
  readonly redirectUri: string
  /** Set when no callback can come: what to say if nothing is pasted either. */
  readonly pasteOnly?: CCProxyError
}

const addressHint = 'Paste the address that the browser ends at, or sign in with a device code.'

/** One line each; a page that keeps sending forged answers is not worth more. */
const ignoredNotices = 3

/**
 * @throws CCPROXY_OAUTH_PORT_TAKEN before the address is shown | CCPROXY_OAUTH_ACCESS_DENIED |
 *   CCPROXY_OAUTH_AUTHORIZATION_FAILED | CCPROXY_OAUTH_ISSUER_MISMATCH | CCPROXY_OAUTH_STATE_MISMATCH |
 *   CCPROXY_OAUTH_PASTE_INVALID | the reason of the attempt's end
 */
export async function receiveCallback(options: ReceptionOptions): Promise<Reception> {
  const listening = await listen(options)
  const close = async (): Promise<void> => {
    await listening.server?.close()
  }
  try {
    const parameters = await firstAnswer(options, listening)
    return { parameters, redirectUri: listening.redirectUri, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function firstAnswer(options: ReceptionOptions, listening: Listening): Promise<URLSearchParams> {
  const { attempt, expectation, session } = options
  const { redirectUri, server, pasteOnly } = listening
  const { interaction } = session
  const authorizeUrl = options.authorizeUrl(redirectUri)
  assertSecureEndpoint(authorizeUrl.href.replace(/[?#].*$/, ''), 'authorization endpoint')
  const pkce = authorizeUrl.searchParams.get('code_challenge_method') === 'S256'
  if (pasteOnly?.code === 'CCPROXY_OAUTH_PORT_TAKEN') {
    // The browser will hand the code to whoever holds that port; only a verifier makes it worthless there.
    if (!pkce) throw pasteOnly
    interaction.notify(`${pasteOnly.message}. Sign in all the same, then paste the address that the browser ends at.`)
  }
  const over = new AbortController()
  const signal = AbortSignal.any([over.signal, attempt.signal])
  const openUrl = server?.launchUrl(authorizeUrl)
  const shown = interaction.showUrl(authorizeUrl, openUrl === undefined ? {} : { openUrl })
  const pasted = shown.then(() => pastedAnswer(interaction, { ...expectation, redirectUri, pkce }, signal, pasteOnly))
  try {
    const contestants = pasteOnly === undefined && server !== undefined ? [server.answer, pasted] : [pasted]
    return await attempt.race(Promise.race(contestants))
  } finally {
    pasted.catch(() => {})
    over.abort()
  }
}

async function listen(options: ReceptionOptions): Promise<Listening> {
  const { redirect, session, expectation } = options
  if (redirect.kind === 'manual') {
    const message = `${expectation.account}: the input ended before an address was pasted`
    const pasteOnly = new CCProxyError('CCPROXY_OAUTH_PASTE_INVALID', message)
    return { server: await openLauncher(options), redirectUri: redirect.uri, pasteOnly }
  }
  const { host = '127.0.0.1', path = '/callback' } = redirect
  const own = session.callbackPort
  const ports = own === 0 ? (redirect.ports ?? []) : [own]
  for (const port of ports.length === 0 ? [0] : ports) {
    const server = await open(options, host, port, path)
    if (typeof server !== 'string') return { server, redirectUri: `http://${host}:${server.port}${path}` }
    if (server === 'absent') return await withoutAddress(options, host, port, path)
  }
  const pasteOnly = portTaken(host, ports, own)
  const port = ports.find((wanted) => wanted !== 0)
  if (port === undefined) throw pasteOnly
  return { server: await openLauncher(options), redirectUri: `http://${host}:${port}${path}`, pasteOnly }
}

/** The machine lacks the address that the redirect names, so nobody here can hold a port of it: the answer is pasted. */
async function withoutAddress(
  options: ReceptionOptions,
  host: LoopbackHost,
  port: number,
  path: string,
): Promise<Listening> {
  const message = `this machine has no ${host}, so no callback can come`
  const pasteOnly = new CCProxyError('CCPROXY_OAUTH_PORT_TAKEN', message, { hint: addressHint })
  // The provider wants a port in the redirect; whichever it is, nobody listens there.
  const named = port === 0 ? randomInt(49_152, 65_536) : port
  return { server: await openLauncher(options), redirectUri: `http://${host}:${named}${path}`, pasteOnly }
}

/** Only sends the browser off, so any address of this machine will do. */
async function openLauncher(options: ReceptionOptions): Promise<CallbackServer | undefined> {
  for (const host of ['127.0.0.1', '[::1]'] as const) {
    const server = await open(options, host, 0)
    if (typeof server !== 'string') return server
  }
  return undefined
}

/** Without a path it only launches: the answer comes another way. */
async function open(
  { session, timing, expectation }: ReceptionOptions,
  host: LoopbackHost,
  port: number,
  path?: string,
): Promise<CallbackServer | 'taken' | 'absent'> {
  let notices = ignoredNotices
  return await openCallbackServer({
    host,
    port,
    // A browser asks for the root where the address names no path.
    ...(path !== undefined && { path: path === '' ? '/' : path }),
    graceMs: timing.resultPageGraceMs,
    judge: (parameters) => judgeCallback(parameters, expectation),
    onIgnored: () => {
      if (notices-- <= 0) return
      session.interaction.notify('An answer that does not belong to this sign-in was ignored; still waiting.')
    },
  })
}

function portTaken(host: string, ports: readonly number[], own: number): CCProxyError {
  const named = ports.filter((port) => port !== 0).join(', ')
  const message =
    named === '' ? `no port of ${host} can be opened` : `port ${named} of ${host} is taken, so no callback can come`
  return new CCProxyError('CCPROXY_OAUTH_PORT_TAKEN', message, {
    ...(own !== 0 && {
      hint: 'Set oauth.callback_port to a free port (0 means any), or stop the program that uses the port.',
    }),
  })
}
