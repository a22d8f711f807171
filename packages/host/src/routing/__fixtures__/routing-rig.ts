// Several providers on loopback behind one router.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  CCProxyError,
  type Clock,
  createHookBus,
  type HookBus,
  type Model,
  type ProviderAdapter,
  type ProviderPluginRuntime,
  silentLogger,
  systemClock,
  type TokenManager,
} from '@ccproxy/core'
import type { HostSettings } from '../../config/host-settings.js'
import { createOutbound } from '../../outbound/create-outbound.js'
import { fakeManager, fakeProvider, fakeToken } from '../../transport/__fixtures__/fake-provider.js'
import { listen, onEnd, startReadingUpstream } from '../../transport/__fixtures__/rig.js'
import { createTransport } from '../../transport/create-transport.js'
import { HeaderList } from '../../transport/header-list.js'
import { createModelRouter } from '../create-model-router.js'
import { detectDialect } from '../detect-dialect.js'

interface Seen {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export type FakeAnswer = (incoming: IncomingMessage, outgoing: ServerResponse) => void

interface FakeUpstream {
  readonly dialects?: ProviderAdapter['dialects']
  readonly classify?: ProviderAdapter['classify']
  /** Default: 200 with the provider's name. */
  readonly answer?: FakeAnswer
  /** Where requests go instead of to the upstream. */
  readonly baseUrl?: string
  readonly models?: () => Promise<readonly Model[]>
  /** Default: `default`. Empty: nobody is signed in. */
  readonly accounts?: readonly string[]
}

export interface RouterOptions {
  readonly providers: Readonly<Record<string, FakeUpstream>>
  readonly models?: Partial<HostSettings['models']>
  readonly fallbacks?: readonly string[]
  readonly clock?: Clock
  readonly hooks?: HookBus
  readonly replayBudgetBytes?: number
  readonly keepAliveMs?: number
}

export interface Router {
  readonly url: string
  /** What each provider was sent, in order. */
  readonly seen: Readonly<Record<string, readonly Seen[]>>
  /** Resolves when no exchange is under way. */
  idle(): Promise<void>
}

export async function startRouter(options: RouterOptions): Promise<Router> {
  const { clock = systemClock, hooks = createHookBus(silentLogger), replayBudgetBytes, keepAliveMs } = options
  // Longer than any test: nothing may look like an abort that is a timeout.
  const network = { connectTimeout: 2, responseTimeout: 600, idleTimeout: 600 }
  const outbound = createOutbound(network, {})
  onEnd(() => outbound.close())
  const transport = createTransport({
    dispatcher: outbound.dispatcher,
    hooks,
    logger: silentLogger,
    clock,
    network,
    ...(replayBudgetBytes !== undefined && { replayBudgetBytes }),
    ...(keepAliveMs !== undefined && { keepAliveMs }),
  })
  const seen: Record<string, Seen[]> = {}
  const providers = await Promise.all(
    Object.entries(options.providers).map(async ([name, upstream]) => {
      const requests: Seen[] = []
      seen[name] = requests
      return startProvider(name, upstream, requests)
    }),
  )
  const route = createModelRouter({
    transport,
    providers,
    settings: { models: { aliases: {}, ...options.models }, fallbacks: options.fallbacks ?? [] },
    clock,
    logger: silentLogger,
  })
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/'
    const headers = new HeaderList(incoming.rawHeaders)
    const account = headers.get('x-ccproxy-account')
    void route({ requestId: 'request-1', path, account, dialect: detectDialect(path, headers), incoming, outgoing })
  })
  onEnd(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${await listen(server)}`, seen, idle: () => transport.close() }
}

async function startProvider(name: string, upstream: FakeUpstream, seen: Seen[]): Promise<ProviderPluginRuntime> {
  const { dialects = ['anthropic-messages'], classify, accounts = ['default'], models } = upstream
  const answer = upstream.answer ?? ((_incoming, outgoing) => outgoing.end(name))
  const url = await startReadingUpstream((incoming, outgoing, body) => {
    seen.push({ path: incoming.url ?? '', headers: incoming.headers, body })
    answer(incoming, outgoing)
  })
  const adapter = { dialects, ...(classify !== undefined && { classify }) }
  return {
    ...fakeProvider({ baseUrl: upstream.baseUrl ?? url, manager: managerOf(name, accounts), adapter }),
    name,
    ...(models !== undefined && { models }),
  }
}

function managerOf(provider: string, accounts: readonly string[]): TokenManager {
  const isKnown = (account: string): boolean => accounts.includes(account)
  return {
    ...fakeManager([`token-of-${provider}`]),
    peek: ({ account }) => (isKnown(account) ? fakeToken(`token-of-${provider}-${account}`, account) : undefined),
    acquire: async ({ account }) => {
      if (isKnown(account)) return fakeToken(`token-of-${provider}-${account}`, account)
      throw new CCProxyError('CCPROXY_CREDENTIAL_ABSENT', `nobody is signed in to ${provider} as ${account}`)
    },
    accounts: async () => accounts.map((account) => ({ provider, account })),
    snapshot: async ({ account }) => ({ ...fakeToken('', account), usable: isKnown(account) }),
  }
}

export const json: readonly string[] = ['content-type', 'application/json']

/** A body that no encoder would write quite so. */
export function message(model: string): string {
  return ` { "max_tokens" : 1e2,\n"messages":[{"model":"inner"}], "model" :\t${JSON.stringify(model)}, "x":"é\\u00e9" }\n`
}

/** An answer that says why it refuses, as the provider would. */
export function refusing(status: number, headers: Readonly<Record<string, string>> = {}): FakeAnswer {
  return (_incoming, outgoing) => {
    outgoing.writeHead(status, { 'content-type': 'application/json', ...headers })
    outgoing.end(JSON.stringify({ error: { type: 'theirs', message: `refused with ${status}` } }))
  }
}
