// The program as it was built, serving every provider that stands in for a real one.
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

export async function startServedProxy(providers: readonly Provider[]): Promise<ServedProxy> {
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
    SECURITY__AUTH_TOKEN: clientKey,
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
  const close = async (): Promise<void> => {
    await program[Symbol.asyncDispose]()
    for (const standIn of standIns.values()) await standIn.stop()
    await root.remove()
  }
  try {
    const [origin] = await program.printed(/http:\/\/127\.0\.0\.1:\d+/)
    return { origin, standIns, output: () => program.stdout + program.stderr, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}
