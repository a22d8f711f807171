import { type CredentialKey, isCCProxyError, type ProviderPluginRuntime } from '@ccproxy/core'
import { defineCommand } from 'citty'
import { accountKey, defaultAccount } from '../account-name.js'
import type { CliContext } from '../cli-context.js'
import { type CredentialRow, credentialRow, needsLogin } from '../credential-row.js'
import { hostArguments, reportArguments, type CommandFactory } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { findProvider } from '../find-provider.js'
import { hostFlags } from '../host-flags.js'
import { printStatus } from '../output/print-status.js'
import { untilInterrupted, withHost } from '../with-host.js'

interface StatusEntry {
  readonly row: CredentialRow
  readonly owner: string
  readonly shadows: readonly string[]
  /** The credential could not be read at all. */
  readonly failed: boolean
}

async function entryOf(context: CliContext, provider: ProviderPluginRuntime, key: CredentialKey): Promise<StatusEntry> {
  try {
    const snapshot = await provider.manager.snapshot(key)
    const { account } = snapshot
    return {
      row: credentialRow(snapshot),
      owner: account?.email ?? account?.id ?? '',
      shadows: snapshot.shadows,
      failed: false,
    }
  } catch (error) {
    if (!isCCProxyError(error)) throw error
    const { code, hint } = error
    const row: CredentialRow = {
      ...key,
      kind: null,
      state: 'needs-login',
      expiresAt: null,
      expiresInSeconds: null,
      scopes: [],
      accessToken: null,
      hasRefreshToken: false,
      lastRefreshAt: null,
      lastError: { code, hint, at: new Date(context.now()).toISOString() },
      storage: provider.storage.describe(key),
    }
    return { row, owner: '', shadows: [], failed: true }
  }
}

async function keysOf(provider: ProviderPluginRuntime, account: string | undefined): Promise<readonly CredentialKey[]> {
  if (account !== undefined) return [accountKey(provider.name, account)]
  const keys = await provider.manager.accounts()
  return keys.length === 0 ? [{ provider: provider.name, account: defaultAccount }] : keys
}

export const authStatus: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'status', description: 'Who is signed in, and for how long' },
    args: {
      provider: { type: 'string', valueHint: 'name', description: 'This provider only; exit 3 if it needs a login' },
      account: { type: 'string', valueHint: 'name', description: 'This account only' },
      ...reportArguments,
      ...hostArguments,
    },
    run: async ({ args, rawArgs }) =>
      await withHost(context, hostFlags(args, rawArgs), async (host, signal) => {
        const asked = args.provider === undefined ? undefined : findProvider(host, args.provider)
        const providers = asked === undefined ? host.providers : [asked]
        const nested = await untilInterrupted(
          Promise.all(
            providers.map(async (provider) => {
              const keys = await keysOf(provider, args.account)
              return await Promise.all(keys.map(async (key) => await entryOf(context, provider, key)))
            }),
          ),
          signal,
        )
        const entries = nested.flat()
        if (args.json === true) context.output.json({ providers: entries.map(({ row }) => row) })
        else printStatus(context, entries)
        if (entries.some(({ failed }) => failed)) return exitCode.failed
        return asked !== undefined && entries.some(({ row }) => needsLogin(row)) ? exitCode.notLoggedIn : exitCode.ok
      }),
  })
