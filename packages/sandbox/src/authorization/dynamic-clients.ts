// Dynamic registration without an endpoint of its own: whoever begins a sign-in without a client is issued one, and finds
// its id in the callback. An installation keeps its clients.
import { randomUUID } from 'node:crypto'
import type { Provider } from 'oidc-provider'
import type { Counters } from '../server/behaviour.js'
import { publicRegistration, sandboxClients } from './clients.js'
import { paths } from './endpoints.js'
import type { StateStore } from './state-store.js'

const prefix = 'dynamic-'

export interface DynamicClientsOptions {
  readonly store: StateStore
  readonly counters: Counters
  readonly redirectUris: readonly string[]
}

/** Must run before `provider.callback()` is taken: middleware added later has no effect. */
export function installDynamicClients(
  provider: Provider,
  { store, counters, redirectUris }: DynamicClientsOptions,
): void {
  const isIssuedTo = (installation: string, clientId: string): boolean =>
    store.get('Client', clientId)?.payload['installation_id'] === installation

  function issue(installation: string): string {
    const id = prefix + randomUUID()
    const registration = { ...publicRegistration(id, redirectUris), installation_id: installation }
    store.set({ model: 'Client', id, payload: registration })
    counters.registrations += 1
    return id
  }

  provider.use(async (context, next) => {
    const { client_id: clientId, installation_id: installation } = context.query
    if (context.path === paths.authorization && isDynamic(clientId) && isText(installation)) {
      const own = isIssuedTo(installation, clientId) ? clientId : issue(installation)
      context.query = { ...context.query, client_id: own }
    }
    await next()
  })

  provider.on('authorization.success', ({ oidc }, answer) => {
    const clientId = oidc.client?.clientId
    if (answer !== undefined && clientId?.startsWith(prefix) === true) answer['client_id'] = clientId
  })
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const isDynamic = (clientId: unknown): clientId is string =>
  isText(clientId) && (clientId === sandboxClients.dynamic.clientId || clientId.startsWith(prefix))
