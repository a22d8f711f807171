import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startProcess } from '../processes/start-process.ts'
import { type TemporaryFolder, temporaryFolder } from '../processes/temporary-folder.ts'
import { freePort } from './free-port.ts'
import { listens } from './listens.ts'
import { fakeKey, type Target } from './target.ts'

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** The program as it was built. */
export const program: string = pathOf('../../../apps/ccproxy/bin/ccproxy.js')
export const packages: string = pathOf('../../../packages')
/** The folder of an npm package that observes what requests come to. */
const observer: string = pathOf('../../observer')

/** What clients show it when it asks for a key. */
const clientKey = 'ccp_fake_key_of_the_bench'

/** One for each dialect, with the variable that its key is in. */
const keyVariables: Readonly<Record<string, string>> = {
  claude: 'ANTHROPIC_API_KEY',
  openai: 'OPENAI_API_KEY',
  gemini: 'GEMINI_API_KEY',
  huggingface: 'HF_TOKEN',
}

export interface CCProxyOptions {
  readonly upstreamPort: number
  /** Check of the client's key, and an observer of what requests come to, which turns usage on. */
  readonly everythingOn: boolean
  /** Plugins of this repository. Default: one for each dialect. */
  readonly providers?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** More folders of plugins. */
  readonly plugins?: readonly string[]
  /** Fills the configuration directory before the start. */
  readonly prepare?: (directory: string) => Promise<void>
}

/** Environment of a ccproxy that has nothing of the person who runs the bench. */
export function ownEnvironment(folder: TemporaryFolder, more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: folder.path,
    CCPROXY_CONFIG_DIR: join(folder.path, 'config'),
    XDG_STATE_HOME: join(folder.path, 'state'),
    LOGGING__LEVEL: 'warn',
    ...more,
  }
}

/** Serving providers, each pointed at the upstream. */
export async function startCCProxy(options: CCProxyOptions): Promise<Target> {
  const { upstreamPort, everythingOn, providers = Object.keys(keyVariables), plugins = [], prepare } = options
  const folder = temporaryFolder()
  await prepare?.(join(folder.path, 'config'))
  const environment = ownEnvironment(folder, {
    ...Object.fromEntries(Object.values(keyVariables).map((variable) => [variable, fakeKey])),
    ...Object.fromEntries(
      providers.map((name) => [`PLUGINS__${name.toUpperCase()}__BASE_URL`, `http://127.0.0.1:${upstreamPort}`]),
    ),
    ...(everythingOn && { SECURITY__AUTH_TOKEN: clientKey }),
    ...options.environment,
  })
  const folders = [
    ...providers.map((name) => join(packages, `plugin-${name}`)),
    ...(everythingOn ? [observer] : []),
    ...plugins,
  ]
  const port = await freePort()
  const flags = folders.flatMap((path) => ['--plugin', path])
  const command = [process.execPath, program, 'serve', '--port', String(port), ...flags] as const
  const started = startProcess(command, { core: 'proxy', environment, workingDirectory: folder.path })
  const stop = async (): Promise<void> => {
    await started[Symbol.asyncDispose]()
    folder[Symbol.dispose]()
  }
  try {
    await listens(port, started)
  } catch (error) {
    await stop()
    throw error
  }
  return { ...started, port, key: clientKey, headers: {}, prefix: prefixOf, [Symbol.asyncDispose]: stop }
}

const prefixOf = (provider: string): string => (provider === '' ? '' : `/${provider}`)
