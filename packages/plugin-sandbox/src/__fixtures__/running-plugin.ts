// The plugin with its server on a free port, in directories of its own.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type CredentialKey, createHttpClient, type HostServices, type ProviderPluginRuntime } from '@ccproxy/core'
import { createTemporaryDirectory, createTestServices } from '@ccproxy/testkit'
import { factory } from '../plugin.js'

export const key: CredentialKey = { provider: 'sandbox', account: 'default' }

export interface RunningPlugin extends AsyncDisposable {
  readonly plugin: ProviderPluginRuntime
  /** Where the other tools of the machine keep what they hold. */
  readonly ownersDirectory: string
  /** Every request to a token endpoint: its path and its parameters. */
  readonly tokenRequests: readonly { readonly path: string; readonly parameters: Readonly<Record<string, string>> }[]
  /** Asks the model with the current token. @returns the status */
  ask(): Promise<number>
}

export async function runPlugin(settings: object = {}): Promise<RunningPlugin> {
  const directory = await createTemporaryDirectory()
  const port = await freePort()
  const tokenRequests: RunningPlugin['tokenRequests'][number][] = []
  const recording: HostServices['fetch'] = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    if (pathname.startsWith('/oauth/token'))
      tokenRequests.push({ path: pathname, parameters: parametersOf(init?.body) })
    return fetch(input, init)
  }
  const services = createTestServices({ stateDirectory: directory.path, fetch: recording })
  const plugin = await factory.create({ port, ...settings }, services)
  return {
    plugin,
    ownersDirectory: join(directory.path, 'sandbox', String(port)),
    tokenRequests,
    async ask() {
      const token = (await plugin.manager.acquire(key)).reveal()
      const http = createHttpClient({ fetch, baseUrl: plugin.baseUrl })
      return (await http.get('v1/models', { headers: { authorization: `Bearer ${token}` } })).status
    },
    async [Symbol.asyncDispose]() {
      await plugin.stop()
      await directory.remove()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address === 'object' && address !== null) return address.port
  throw new Error('no port is free')
}

function parametersOf(body: unknown): Record<string, string> {
  const text = typeof body === 'string' ? body : ''
  return text.startsWith('{') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text))
}
