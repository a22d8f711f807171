import type { LogoutResult, ProviderPluginRuntime, TokenSnapshot, TokenStatus } from '@ccproxy/core'
import { defineCommand } from 'citty'
import { accountKey } from '../account-name.js'
import type { CliContext } from '../cli-context.js'
import { type CommandFactory, hostArguments, reportArguments } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { findProvider } from '../find-provider.js'
import { hostFlags } from '../host-flags.js'
import { withSpinner } from '../output/spinner.js'
import { untilDone, withHost } from '../with-host.js'

interface SignedOut extends LogoutResult {
  /** What was removed; null when nobody knows. */
  readonly kind: TokenStatus['kind']
  /** A credential that requests still find: where it is. */
  readonly left: string | null
}

/** What the provider knows of it now, and what to do about that. */
function atTheProvider({ displayName }: ProviderPluginRuntime, { kind, revocation }: SignedOut): string {
  if (revocation === 'revoked') return 'It was revoked at the provider.'
  if (revocation === 'failed')
    return `It could not be revoked at the provider and may be valid there until it expires: end it in your account at ${displayName}.`
  if (kind === 'api-key')
    return `The key itself is still valid: delete it in your account at ${displayName} if it must end.`
  if (kind === 'linked') return 'Only the link was removed; the other program is still signed in.'
  return `The provider offers no revocation: end it in your account at ${displayName} if it must end now.`
}

function printResult(
  { output }: CliContext,
  provider: ProviderPluginRuntime,
  account: string,
  result: SignedOut,
): void {
  const name = `${provider.displayName}, account ${account}`
  if (result.removed) {
    output.print(`${output.paint.green('✓')} Signed out of ${name}. ${atTheProvider(provider, result)}`)
    if (result.left !== null) output.say(`Requests still find a credential: ${result.left}`)
  } else if (result.left === null) {
    output.print(`Nobody was signed in to ${name}; nothing was removed.`)
  } else {
    output.print(`The credential of ${name} comes from ${result.left}; remove it there. Nothing was removed.`)
  }
}

export const authLogout: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'logout', description: 'Revoke a login where the provider can, and remove it' },
    args: {
      provider: { type: 'positional', required: true, description: 'Name of the provider' },
      account: { type: 'string', valueHint: 'name', description: 'An account other than "default"' },
      ...reportArguments,
      ...hostArguments,
    },
    run: async ({ args, rawArgs }) =>
      await withHost(context, hostFlags(args, rawArgs), async (host, signal) => {
        const { output } = context
        const provider = findProvider(host, args.provider)
        const { manager } = provider
        const key = accountKey(provider.name, args.account)
        const before = await manager.snapshot(key).catch((): TokenSnapshot | undefined => undefined)
        const notice = 'The sign-out is under way; the program ends when it is done.'
        const result = await withSpinner(output, `signing out of ${provider.name}/${key.account}`, async () =>
          untilDone(output, notice, signal, async () => manager.logout(key)),
        )
        const after = await manager.snapshot(key)
        const left = after.state === 'absent' ? null : after.storage
        if (args.json === true) output.json({ ...key, ...result, left })
        else printResult(context, provider, key.account, { ...result, kind: before?.kind ?? null, left })
        return exitCode.ok
      }),
  })
