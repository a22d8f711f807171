import type { CredentialKey, LoginInteraction, OAuthFlow, ProviderPluginRuntime, TokenSnapshot } from '@ccproxy/core'
import { CCProxyError, isCCProxyError } from '@ccproxy/core/errors'
import { defineCommand } from 'citty'
import { accountKey } from '../account-name.js'
import { type CliContext, isInteractive } from '../cli-context.js'
import { type CommandFactory, hostArguments, reportArguments } from '../define-command.js'
import { type ExitCode, exitCode } from '../exit-code.js'
import { findProvider } from '../find-provider.js'
import { hostFlags } from '../host-flags.js'
import { chooseFlows, deviceFlow } from '../login/choose-flows.js'
import { chooseWay } from '../login/choose-way.js'
import { confirm } from '../login/confirm.js'
import { detectSurroundings, hasBrowser, surroundingsAdvice } from '../login/surroundings.js'
import { createTerminalInteraction } from '../login/terminal-interaction.js'
import { describeExpiry, describeOwner } from '../output/describe-login.js'
import { homeRelative } from '../output/home-relative.js'
import { awaitsFirstUse } from '../output/login-state.js'
import { withHost } from '../with-host.js'

interface LoginRequest {
  readonly provider: ProviderPluginRuntime
  readonly key: CredentialKey
  readonly flow: string | undefined
  readonly browser: boolean
  readonly force: boolean
  readonly json: boolean
}

/** The login in storage; what comes from settings or the environment is no login and hides none. */
async function storedLogin({ provider, key }: LoginRequest): Promise<TokenSnapshot | undefined> {
  try {
    if ((await provider.storage.read(key)) === undefined) return undefined
    const snapshot = await provider.manager.snapshot(key)
    const works = snapshot.state === 'valid' || snapshot.state === 'expiring' || awaitsFirstUse(snapshot)
    return works ? snapshot : undefined
  } catch (error) {
    // A file that cannot be read is what signing in again repairs; one that must not be read is not.
    if (isCCProxyError(error) && error.code === 'CCPROXY_STORAGE_CORRUPT') return undefined
    throw error
  }
}

function describe(request: LoginRequest, snapshot: TokenSnapshot): string {
  const owner = describeOwner(snapshot)
  const account = request.key.account === 'default' ? '' : `, account ${request.key.account}`
  return `${request.provider.displayName}${account}${owner === '' ? '' : ` as ${owner}`}`
}

/** No person is needed when the token ends. */
function isRenewed({ provider }: LoginRequest, { flow: id, hasRefreshToken, expiresAt }: TokenSnapshot): boolean {
  if (hasRefreshToken) return true
  const flow = provider.flows.find((one) => one.id === id)
  if (flow?.kind === 'linked') return expiresAt !== undefined && flow.renewal !== 'owner-only'
  return flow?.kind === 'jwt-bearer' || flow?.kind === 'client-credentials'
}

function report(context: CliContext, request: LoginRequest, snapshot: TokenSnapshot, changed: boolean): ExitCode {
  const { output, environment } = context
  if (request.json) {
    output.json({ ...snapshot.toJSON(), changed })
    return exitCode.ok
  }
  // With --no-browser stdout carries the address and nothing else.
  const say = request.browser ? output.print : output.say
  const paint = request.browser ? output.paint : output.paintTalk
  say(
    `${paint.green('✓')} ${changed ? 'Signed in to' : 'Already signed in to'} ${paint.bold(describe(request, snapshot))}`,
  )
  const expiry = awaitsFirstUse(snapshot) ? 'token at first use' : describeExpiry(snapshot)
  // A token that does not expire is never renewed.
  const expires = snapshot.expiresAt !== undefined || awaitsFirstUse(snapshot)
  const renewal = expires && isRenewed(request, snapshot) ? ', renewed by itself' : ''
  say(paint.dim(`  ${expiry}${renewal} · kept in ${homeRelative(snapshot.storage, environment)}`))
  if (!changed) say(paint.dim('  Sign in again with --force.'))
  for (const shadowed of snapshot.shadows) say(paint.dim(`  Used instead of ${shadowed}.`))
  return exitCode.ok
}

/** What was wanted before anything is asked: the ways to sign in, where we are, and the login that is already there. */
async function planLogin(context: CliContext, request: LoginRequest) {
  const surroundings = detectSurroundings(context)
  const browser = request.browser && hasBrowser(surroundings)
  const flows = chooseFlows(request.provider, { requested: request.flow, headless: !browser })
  const stored = await storedLogin(request)
  const sameWay = request.flow === undefined || request.flow === stored?.flow
  return { flows, surroundings, browser, stored, done: stored !== undefined && sameWay && !request.force }
}

/** On a terminal a person picks when there is a choice; a script gets the best way. @returns undefined at Ctrl-C */
async function waysOf(
  context: CliContext,
  { provider, flow }: LoginRequest,
  best: readonly OAuthFlow[],
  signal: AbortSignal,
): Promise<readonly OAuthFlow[] | undefined> {
  const usable = provider.flows.filter(({ unavailable }) => unavailable === undefined)
  if (flow !== undefined || usable.length < 2 || !isInteractive(context)) return best
  const way = await chooseWay(context, provider, signal)
  if (way === undefined) return undefined
  // Whoever takes the best way where no browser is started gets what stands beside it.
  return way === best[0] ? best : [way]
}

/** Without a port to come back to a device code is the next best, if nobody asked for another way. */
async function signIn(
  { provider, key, flow }: LoginRequest,
  flows: readonly OAuthFlow[],
  interaction: LoginInteraction,
): Promise<TokenSnapshot> {
  const [id = '', ...more] = flows.map((chosen) => chosen.id)
  try {
    return await provider.manager.login(key, more.length === 0 ? id : [id, ...more], interaction)
  } catch (error) {
    const device = flow === undefined ? deviceFlow(provider.flows) : undefined
    const taken = isCCProxyError(error) && error.code === 'CCPROXY_OAUTH_PORT_TAKEN'
    if (!taken || device === undefined || flows.includes(device)) throw error
    interaction.notify(`${error.message}. A code on another device needs no port.`)
    return await provider.manager.login(key, device.id, interaction)
  }
}

async function login(context: CliContext, request: LoginRequest, signal: AbortSignal): Promise<ExitCode> {
  const { flows: best, surroundings, browser, stored, done } = await planLogin(context, request)
  if (stored !== undefined && done) return report(context, request, stored, false)
  if (stored !== undefined && isInteractive(context)) {
    const question = `Replace the login of ${describe(request, stored)}?`
    if (!(await confirm(context, question, signal))) return cancelled(context, request)
  }
  const flows = await waysOf(context, request, best, signal)
  if (flows === undefined) return cancelled(context, request)
  const gaveUp = new AbortController()
  const ended = AbortSignal.any([signal, gaveUp.signal])
  const interaction = createTerminalInteraction(context, {
    show: browser ? 'browser' : 'print',
    besides: flows.length > 1,
    advise: (port) => surroundingsAdvice(surroundings, port),
    signal: ended,
    giveUp: () => gaveUp.abort(new CCProxyError('CCPROXY_OAUTH_CANCELLED', 'the sign-in was cancelled')),
  })
  try {
    const snapshot = await signIn(request, flows, interaction)
    return report(context, { ...request, browser }, snapshot, true)
  } catch (error) {
    if (!ended.aborted) throw error
    return cancelled(context, request)
  } finally {
    interaction.close()
  }
}

function cancelled({ output }: CliContext, { json }: LoginRequest): ExitCode {
  const message = 'cancelled, nothing was changed'
  output.say(message)
  if (json) output.json({ error: { code: 'CCPROXY_OAUTH_CANCELLED', message } })
  return exitCode.failed
}

export const authLogin: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'login', description: 'Sign in to a provider' },
    args: {
      provider: {
        type: 'positional',
        required: true,
        description: 'Name of the provider, see `ccproxy auth providers`',
      },
      account: { type: 'string', valueHint: 'name', description: 'Keep it under this name instead of "default"' },
      flow: { type: 'string', valueHint: 'id', description: 'How to sign in, see `ccproxy auth providers`' },
      browser: {
        type: 'boolean',
        default: true,
        description: 'Start a browser',
        negativeDescription: 'Print the address alone on a line of stdout, and wait',
      },
      force: { type: 'boolean', description: 'Sign in again although the login is valid' },
      ...reportArguments,
      ...hostArguments,
    },
    run: async ({ args, rawArgs }) =>
      await withHost(context, hostFlags(args, rawArgs), async (host, signal) => {
        const provider = findProvider(host, args.provider)
        const { flow, browser, force = false, json = false } = args
        return await login(
          context,
          { provider, key: accountKey(provider.name, args.account), flow, browser, force, json },
          signal,
        )
      }),
  })
