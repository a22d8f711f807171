import { createServer } from 'node:http'
import {
  BaseTokenManager,
  CCProxyError,
  type Credential,
  type CredentialKey,
  type FetchHandler,
  type Health,
  type LoginInteraction,
  type ManagerContext,
  MemoryTokenStorage,
  type PluginCommand,
  type ProviderSettings,
  StandardTokenManager,
  type TokenSnapshot,
  type TokenSnapshotFields,
} from '@ccproxy/core'
import { acme, acmeAdapter } from './acme.js'
import type { Breaker } from './breaker.js'

type Context = ManagerContext<ProviderSettings>

/** Shows the token as if it were a name. */
class TalkativeManager extends BaseTokenManager<ProviderSettings> {
  override buildTokenSnapshot(credential: Credential): TokenSnapshotFields {
    const id = credential.kind === 'oauth' ? credential.accessToken : ''
    return { account: { id } }
  }
}

/** Knows the errors of its own core only. */
class NarrowManager extends StandardTokenManager<ProviderSettings> {
  override async login(
    key: CredentialKey,
    flowId: string | readonly string[],
    interaction: LoginInteraction,
  ): Promise<TokenSnapshot> {
    try {
      return await super.login(key, flowId, interaction)
    } catch (error) {
      if (error instanceof CCProxyError) throw error
      throw new Error('the sign-in failed', { cause: error })
    }
  }
}

const command: PluginCommand = { name: 'report', description: 'Prints a report.', run: async () => {} }
const never = (): Promise<Health> => new Promise(() => {})
const noResponse: FetchHandler = Object.assign({}, { fetch: () => Object.create(null) })

export const runtimeBreakers: readonly Breaker[] = [
  {
    rule: 'masking',
    wrong: 'logs the token that it signs with',
    factory: acme({
      adapter: ({ logger }) =>
        acmeAdapter({
          prepare: ({ token }) => {
            const authorization = `Bearer ${token.reveal()}`
            logger.debug('signing', { authorization })
            return { headers: { authorization } }
          },
        }),
    }),
    says: 'a secret is in the log',
  },
  {
    rule: 'masking',
    wrong: 'shows the token as the name of the account',
    factory: acme({ manager: (context: Context) => new TalkativeManager(context) }),
    says: 'a secret is in the status',
  },
  {
    rule: 'health',
    wrong: 'does not end',
    factory: acme({ health: never }),
    says: 'health goes on after its signal',
  },
  {
    rule: 'health',
    wrong: 'believes every answer',
    factory: acme({
      health: async ({ http }, signal) => {
        await http.get('v1/models', { signal })
        return { status: 'ok' }
      },
    }),
    says: 'where the API answers 500, health says ok',
  },
  {
    rule: 'health',
    wrong: 'leaves the user alone with a failure',
    factory: acme({ health: async () => ({ status: 'down', detail: 'it does not work' }) }),
    says: 'health says down without a hint',
  },
  {
    rule: 'routes',
    wrong: 'throws at what it does not know',
    factory: acme({
      routes: () => ({
        fetch: () => {
          throw new Error('no such route')
        },
      }),
    }),
    says: 'the routes throw at GET /: Error: no such route',
  },
  {
    rule: 'routes',
    wrong: 'answers with something else',
    factory: acme({ routes: () => noResponse }),
    says: 'with something that is no Response',
  },
  {
    rule: 'commands',
    wrong: 'has a command that cannot be typed',
    factory: acme({ cliCommands: () => [{ ...command, name: 'Show Report' }] }),
    says: 'the command "Show Report" cannot be typed',
  },
  {
    rule: 'commands',
    wrong: 'has two commands of one name, undescribed',
    factory: acme({ cliCommands: () => [command, { ...command, description: ' ' }] }),
    says: 'two commands are called `report`',
  },
  {
    rule: 'start-stop',
    wrong: 'keeps a timer',
    factory: acme({
      adapter: () => {
        let sent = 0
        // More than one: a timer of somebody else that ends meanwhile must not hide it.
        let timers: readonly NodeJS.Timeout[] = []
        return acmeAdapter({
          limits: () => {
            for (const timer of timers) clearInterval(timer)
            return []
          },
          prepare: ({ token }) => {
            sent += 1
            if (timers.length === 0)
              timers = Array.from({ length: 8 }, () =>
                setInterval(() => {
                  sent = 0
                }, 60_000),
              )
            return { headers: { authorization: `Bearer ${token.reveal()}` } }
          },
        })
      },
    }),
    says: 'after stop something still keeps the process open (Timeout)',
  },
  {
    rule: 'start-stop',
    wrong: 'goes on listening',
    factory: acme({
      adapter: () => {
        const server = createServer().listen(0, '127.0.0.1')
        setTimeout(() => server.close(), 3000).unref()
        return acmeAdapter()
      },
    }),
    says: 'after stop something still keeps the process open (TCPServerWrap)',
  },
  {
    rule: 'foreign-core',
    wrong: 'recognises a storage by its class',
    factory: acme({
      storage: ({ defaultStorage }) => {
        if (defaultStorage instanceof MemoryTokenStorage) return defaultStorage
        throw new TypeError('what storage is this?')
      },
    }),
    says: 'with a storage that another copy of core made, the sign-in fails',
  },
  {
    rule: 'foreign-core',
    wrong: 'recognises errors by their class',
    factory: acme({ manager: (context: Context) => new NarrowManager(context) }),
    says: '(CCPROXY_STORAGE_READ_ONLY) comes out as Error: the sign-in failed',
  },
]
