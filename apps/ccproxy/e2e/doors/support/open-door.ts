// One provider: the program that was built, its plugin, and a stand-in that behaves as the provider's documents say.
import type { ProviderStandIn } from '@ccproxy/testkit/providers'
import { openWorkshop, type Served, type Workshop } from '../../support/workshop.js'
import type { Person } from './people.js'
import type { SdkRoute } from './sdk-routes.js'
import { settingsEnvironment } from './settings-environment.js'

export interface Door {
  readonly provider: string
  /** The native ones of the provider. */
  readonly routes: readonly SdkRoute[]
  readonly workshop: Workshop
  readonly tokenRequests: ProviderStandIn['tokenRequests']
  expireTokens(): void
  /** `ccproxy auth login <provider> --flow …`. @throws Error with the output when it fails */
  login(flow: string, person: Person, flags?: readonly string[]): Promise<void>
  /** `ccproxy <args…>`. @throws Error with the output when it fails. @returns its stdout */
  command(...args: readonly string[]): Promise<string>
  serve(): Promise<Served>
  [Symbol.asyncDispose](): Promise<void>
}

export interface DoorOptions {
  readonly provider: string
  readonly routes: readonly SdkRoute[]
  /** Ends with the door. */
  readonly standIn: DoorStandIn
  /** Of every program, beside the settings that point at the stand-in. */
  readonly environment?: Readonly<Record<string, string>>
  readonly settings?: Readonly<Record<string, unknown>>
}

export type DoorStandIn = Pick<ProviderStandIn, 'settings' | 'tokenRequests' | 'apiRequests' | 'expireTokens' | 'stop'>

export async function openDoor(options: DoorOptions): Promise<Door> {
  const { provider, routes, standIn } = options
  const workshop = await openWorkshop({ secrets: () => sentCredentials(standIn) })
  const settings = {
    ...settingsEnvironment(provider, standIn.settings),
    ...settingsEnvironment(provider, options.settings ?? {}),
  }
  const environment = { ...withoutLogins(), HOME: workshop.folder, ...settings, ...options.environment }
  const run = { plugins: [`plugin-${provider}`], environment }

  async function succeed(args: readonly string[], person?: Person): Promise<string> {
    const program = workshop.run(args, run)
    await person?.(program)
    const code = await program.ended()
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${program.stdout}\n${program.stderr}`)
    return program.stdout
  }

  return {
    provider,
    routes,
    workshop,
    get tokenRequests() {
      return standIn.tokenRequests
    },
    expireTokens: () => standIn.expireTokens(),
    login: async (flow, person, flags = []) => {
      await succeed(['auth', 'login', provider, '--flow', flow, '--no-browser', ...flags], person)
    },
    command: (...args) => succeed(args),
    serve: () => workshop.serve(run),
    async [Symbol.asyncDispose]() {
      await workshop[Symbol.asyncDispose]()
      await standIn.stop()
    },
  }
}

/** Nothing of the person who runs the tests, whose other programs may be signed in. */
function withoutLogins(): Record<string, undefined> {
  const names = Object.keys(process.env).filter((name) => ofProviders.test(name))
  return Object.fromEntries(names.map((name) => [name, undefined]))
}

const ofProviders =
  /^(ANTHROPIC|AZURE|CLOUDSDK|GEMINI|GOOGLE|HF|HUGGING_FACE|OPENAI|OPENROUTER)_|^XDG_(CACHE|CONFIG)_HOME$/

const credentialHeaders = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key']

/** What went upstream must not be printed either. */
function sentCredentials({ apiRequests }: DoorStandIn): readonly string[] {
  return apiRequests.flatMap(({ headers }) =>
    credentialHeaders.map((name) => (headers[name] ?? '').replace(/^Bearer /, '')).filter((value) => value !== ''),
  )
}
