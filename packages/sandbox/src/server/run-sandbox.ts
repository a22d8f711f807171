// Puts the authorization server, the pages and the model on one port.
import { createServer, type RequestListener, type Server } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { installAssertionGrant } from '../authorization/assertion-grant.js'
import { sandboxClients } from '../authorization/clients.js'
import { createProvider } from '../authorization/create-provider.js'
import { installDeviatingTokenEndpoints } from '../authorization/deviating-token-endpoints.js'
import { createDeviceDecisions } from '../authorization/device-decision.js'
import { installDynamicClients } from '../authorization/dynamic-clients.js'
import { deviatingPaths, sandboxEndpoints } from '../authorization/endpoints.js'
import { accessTokenModels, createIssuedCredentials } from '../authorization/issued-credentials.js'
import { openStateStore } from '../authorization/state-store.js'
import { installTokenRequests } from '../authorization/token-requests.js'
import { sandboxApiKey } from '../model/api-key.js'
import { createModelApp } from '../model/create-model-app.js'
import { createCredentialCheck } from '../model/credential-check.js'
import { createIdentityTokens } from '../owners/identity-tokens.js'
import { type Owners, openOwners } from '../owners/owners.js'
import { createConsentPage } from '../pages/consent-page.js'
import { createDevicePage } from '../pages/device-page.js'
import { createKeyPages } from '../pages/key-pages.js'
import type { Sandbox, SandboxOptions } from '../sandbox.js'
import { createBehaviour, createCounters, lifetime } from './behaviour.js'
import { createDispatcher } from './dispatcher.js'
import { createIdentityApp } from './identity-app.js'
import { createOwnerApp } from './owner-app.js'

export async function runSandbox(options: SandboxOptions): Promise<Sandbox> {
  const behaviour = createBehaviour(options)
  const counters = createCounters()
  const handler = Promise.withResolvers<RequestListener>()
  // A failed start is thrown below; whoever asked meanwhile is just cut off.
  handler.promise.catch(() => {})
  const server = createServer((request, response) => {
    handler.promise.then(
      (handle) => handle(request, response),
      () => response.destroy(),
    )
  })
  await listen(server, options)
  if (options.keepProcessAlive === false) server.unref()
  try {
    const origin = originOf(server, options.host ?? '127.0.0.1')
    // Only who holds the port reads and writes the state file.
    const store = await openStateStore(options.stateFile)
    const { scopes = [], redirectUris = [], ownersDirectory } = options
    const provider = createProvider({ issuer: origin, store, behaviour, scopes, redirectUris })
    const audience = origin + deviatingPaths.federationToken
    const identities = createIdentityTokens({ issuer: origin, audience, signingKey: store.signingKey })
    let owners: Owners | undefined
    installDynamicClients(provider, { store, counters, redirectUris })
    installDeviatingTokenEndpoints(provider)
    installTokenRequests(provider, { store, behaviour, counters })
    installAssertionGrant(provider, { identities, onSpent: async () => owners?.renewIdentity() })
    if (ownersDirectory !== undefined)
      owners = await openOwners({ provider, store, identities, directory: ownersDirectory })
    const { onError } = options
    if (onError !== undefined) provider.on('server_error', (_context, error) => onError(error))
    const devices = createDeviceDecisions(provider, store)

    const app = new Hono<{ Bindings: HttpBindings }>()
    app.route('/', createIdentityApp(origin))
    app.route('/', createDevicePage(devices, behaviour))
    app.route('/', createConsentPage(provider, store))
    app.route('/', createKeyPages(store, behaviour))
    if (owners !== undefined) app.route('/', createOwnerApp(owners))
    const judge = createCredentialCheck(createIssuedCredentials(store), behaviour)
    const modelApp = createModelApp({
      authorize: (request) => {
        const verdict = judge(request)
        counters[verdict === 'accepted' ? 'messages' : 'rejectedCredentials'] += 1
        return verdict
      },
      behaviour,
    })
    app.on(['GET', 'POST'], ['/v1/*', '/v1beta/*'], (c) => modelApp.fetch(c.req.raw, c.env))
    handler.resolve(createDispatcher(provider, getRequestListener(app.fetch)))

    const close = (): Promise<void> => {
      store.close()
      return stop(server)
    }
    return {
      origin,
      endpoints: sandboxEndpoints(origin),
      clients: sandboxClients,
      apiKey: sandboxApiKey,
      stats: () => ({ ...counters }),
      setAccessTokenLifetime: (seconds) => {
        behaviour.accessTokenLifetimeSeconds = lifetime(seconds)
      },
      setConsent: (consent) => {
        behaviour.consent = consent
      },
      slowDownNextPolls: (count) => {
        behaviour.slowDowns = count
      },
      approveDevice: (userCode) => devices.decide(userCode, 'allow'),
      denyDevice: (userCode) => devices.decide(userCode, 'deny'),
      issueIdentityToken: () => identities.issue(),
      rejectNextMessages: (count) => {
        behaviour.messageRejections = count
      },
      revokeAccessTokens: () => {
        for (const { model, id } of accessTokenModels.flatMap((name) => store.list(name))) store.delete(model, id)
        store.flush()
      },
      revokeAllTokens: () => {
        store.clear()
        store.flush()
      },
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    handler.reject(error)
    await stop(server)
    throw error
  }
}

function listen(server: Server, { port = 0, host = '127.0.0.1' }: SandboxOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function originOf(server: Server, host: string): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the sandbox does not listen on a port')
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
