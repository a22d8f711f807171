// The program as it was built, serving every provider that stands in for a real one.
import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTemporaryDirectory, startProgram } from '@ccproxy/testkit'
import type { ProviderStandIn } from '@ccproxy/testkit/providers'
import { settingsEnvironment } from '../e2e/doors/support/settings-environment.ts'
import type { Provider } from './providers.ts'

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const bin = pathOf('../bin/ccproxy.js')
const packages = pathOf('../../../packages')

/** What clients show it; none of it may reach a provider. */
export const clientKey = 'ccp_fake_key_of_a_client'

export interface ServedProxy {
  readonly origin: string
  readonly standIns: ReadonlyMap<string, ProviderStandIn>
  /** Everything that it has printed so far. */
  output(): string
  [Symbol.asyncDispose](): Promise<void>
}

/** @param isForwarded clients reach it without a key, through another port, as over `ssh -L` or in a container */
export async function startServedProxy(providers: readonly Provider[], isForwarded: boolean): Promise<ServedProxy> {
  const root = await createTemporaryDirectory('ccproxy-clients-served-')
  const standIns = new Map<string, ProviderStandIn>()
  // Nothing of the person who runs this.
  const environment: Record<string, string | undefined> = {
    ...Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined])),
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: root.path,
    CCPROXY_CONFIG_DIR: join(root.path, 'config'),
    XDG_STATE_HOME: join(root.path, 'state'),
    LOGGING__FORMAT: 'json',
    LOGGING__LEVEL: 'debug',
    ...(!isForwarded && { SECURITY__AUTH_TOKEN: clientKey }),
  }
  for (const { id, start } of providers) {
    const started = await start()
    standIns.set(id, started.standIn)
    Object.assign(environment, settingsEnvironment(id, started.standIn.settings), started.environment)
  }
  const plugins = providers.flatMap(({ id }) => ['--plugin', join(packages, `plugin-${id}`)])
  const program = startProgram(bin, {
    args: ['serve', '--port', '0', ...plugins],
    environment,
    workingDirectory: root.path,
  })
  let forwarder: Server | undefined
  const close = async (): Promise<void> => {
    forwarder?.close()
    await program[Symbol.asyncDispose]()
    for (const standIn of standIns.values()) await standIn.stop()
    await root.remove()
  }
  try {
    const [direct] = await program.printed(/http:\/\/127\.0\.0\.1:\d+/)
    if (isForwarded) forwarder = await startForwarder(Number(new URL(direct).port))
    const origin = forwarder === undefined ? direct : `http://localhost:${portOf(forwarder)}`
    return { origin, standIns, output: () => program.stdout + program.stderr, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Copies bytes between a port of its own and another one. */
async function startForwarder(port: number): Promise<Server> {
  const server = createServer((client) => {
    const target = connect(port, '127.0.0.1').on('error', () => client.destroy())
    client.on('error', () => target.destroy())
    client.pipe(target).pipe(client)
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return server
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
