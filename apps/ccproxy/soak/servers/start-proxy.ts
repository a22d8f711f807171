// The program as it was built, with the logins of the soak and a plugin that looks into the process.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTemporaryDirectory, type Program, startProgram, walkRedirects } from '@ccproxy/testkit'
import * as v from 'valibot'
import { settingsEnvironment } from '../../e2e/doors/support/settings-environment.ts'
import { clientKey } from '../load/client-key.ts'
import { eitherModel } from '../load/client-request.ts'
import { type Memory, memory, type Vitals, vitals } from '../probe/vitals.ts'
import type { ProviderName } from './login.ts'

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const bin = pathOf('../../bin/ccproxy.js')
const packages = pathOf('../../../../packages')
const providers = ['claude', 'huggingface'] as const satisfies readonly ProviderName[]

const config = `
[models.aliases]
${eitherModel} = ["claude/soak-1", "huggingface/soak-1"]
`

export interface ProxyOptions {
  /** Of a provider, until it is given up. */
  readonly longestSilenceSeconds: number
  readonly authorizationServer: string
  readonly providers: Readonly<Record<ProviderName, string>>
}

export interface Proxy extends AsyncDisposable {
  /** Everything that any process has printed. */
  readonly printed: string
  /** `ccproxy …args` in a process of its own, which shares the logins. @returns its exit code and what it said */
  run(args: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }>
  /** `ccproxy auth login`, as a person with a browser. @throws Error when it fails */
  signIn(provider: ProviderName, account: string): Promise<void>
  serve(): Promise<Served>
}

export interface Served {
  readonly origin: string
  readonly program: Program
  readonly readMemory: () => Promise<Memory>
  readonly readVitals: (options: { readonly countsObjects: boolean }) => Promise<Vitals>
  /** Every login as `GET /auth/status` shows it. */
  logins(): Promise<readonly LoginStatus[]>
}

const status = v.object({
  providers: v.array(v.object({ provider: v.string(), account: v.string(), state: v.string() })),
})
type LoginStatus = v.InferOutput<typeof status>['providers'][number]

export async function openProxy(options: ProxyOptions): Promise<Proxy> {
  const root = await createTemporaryDirectory('ccproxy-soak-')
  const directory = join(root.path, 'config')
  await mkdir(directory, { mode: 0o700 })
  await writeFile(join(directory, 'config.toml'), config, { mode: 0o600 })
  const environment = environmentOf(root.path, directory, options)
  const plugins = [...providers.map((name) => join(packages, `plugin-${name}`)), pathOf('../probe')]
  const programs: Program[] = []

  function start(args: readonly string[]): Program {
    const words = [...args, ...plugins.flatMap((plugin) => ['--plugin', plugin])]
    const program = startProgram(bin, { args: words, environment, workingDirectory: root.path })
    programs.push(program)
    return program
  }

  async function run(args: readonly string[]) {
    const program = start(args)
    const code = await program.ended()
    return { code, said: program.stdout + program.stderr }
  }

  return {
    get printed() {
      return programs.map(({ stdout, stderr }) => stdout + stderr).join('\n')
    },
    run,
    async signIn(provider, account) {
      const login = start(['auth', 'login', provider, '--account', account, '--flow', 'browser', '--no-browser'])
      const address = new URL((await login.printed(/^http:\/\/\S+$/m))[0])
      address.searchParams.set('login_hint', account)
      await walkRedirects(address)
      if ((await login.ended()) !== 0) throw new Error(`the sign-in of ${provider}/${account} failed:\n${login.stderr}`)
    },
    async serve() {
      const program = start(['serve', '--port', '0'])
      const [origin] = await program.printed(/http:\/\/127\.0\.0\.1:\d+/)
      const get = async (path: string): Promise<unknown> =>
        (await fetch(`${origin}${path}`, { headers: { 'x-ccproxy-key': clientKey, connection: 'close' } })).json()
      return {
        origin,
        program,
        readMemory: async () => v.parse(memory, await get('/plugins/probe/memory')),
        readVitals: async ({ countsObjects }) =>
          v.parse(vitals, await get(`/plugins/probe/vitals${countsObjects ? '?objects' : ''}`)),
        logins: async () => v.parse(status, await get('/auth/status')).providers,
      }
    },
    async [Symbol.asyncDispose]() {
      for (const program of programs) await program[Symbol.asyncDispose]()
      await root.remove()
    },
  }
}

function environmentOf(
  home: string,
  directory: string,
  { authorizationServer, longestSilenceSeconds, providers: origins }: ProxyOptions,
): Readonly<Record<string, string | undefined>> {
  const endpoints = { authorize_url: `${authorizationServer}/authorize`, token_url: `${authorizationServer}/token` }
  return {
    // Nothing of the person who runs this.
    ...Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined])),
    PATH: process.env['PATH'],
    HOME: home,
    CCPROXY_CONFIG_DIR: directory,
    XDG_STATE_HOME: join(home, 'state'),
    LOGGING__LEVEL: 'error',
    LOGGING__FORMAT: 'json',
    SECURITY__AUTH_TOKEN: clientKey,
    NETWORK__RESPONSE_TIMEOUT: String(longestSilenceSeconds),
    NETWORK__IDLE_TIMEOUT: String(longestSilenceSeconds),
    ...settingsEnvironment('claude', {
      base_url: origins.claude,
      oauth: { client_id: 'soak-client-of-claude', ...endpoints },
    }),
    ...settingsEnvironment('huggingface', {
      base_url: origins.huggingface,
      oauth: { client_id: 'soak-client-of-huggingface', issuer: authorizationServer },
    }),
  }
}
