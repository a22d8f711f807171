import type { CredentialKey, LogoutResult, ProviderPluginRuntime } from '@ccproxy/core'
import { defineCommand } from 'citty'
import { accountKey } from '../account-name.js'
import type { CliContext } from '../cli-context.js'
import { hostArguments, reportArguments, type CommandFactory } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { findProvider } from '../find-provider.js'
import { hostFlags } from '../host-flags.js'
import { withSpinner } from '../output/spinner.js'
import { untilInterrupted, withHost } from '../with-host.js'

const revocations: Readonly<Record<LogoutResult['revocation'], string>> = {
  revoked: 'It was revoked at the provider.',
  failed: 'It could not be revoked at the provider and may be valid there until it expires.',
  'not-offered': 'The provider offers no revocation; remove it in your account there if it must end now.',
}

async function printResult(
  { output }: CliContext,
  provider: ProviderPluginRuntime,
  key: CredentialKey,
  result: LogoutResult,
): Promise<void> {
  const { paint } = output
  const name = `${provider.displayName}, account ${key.account}`
  if (!result.removed) output.print(`Nobody was signed in to ${name}; nothing was removed.`)
  else {
    output.print(`${paint.green('✓')} Signed out of ${name}. ${revocations[result.revocation]}`)
  }
  const left = await provider.manager.snapshot(key)
  if (left.state !== 'absent') output.say(`Requests still find a credential: ${left.storage}`)
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
        const key = accountKey(provider.name, args.account)
        const result = await withSpinner(output, `signing out of ${provider.name}/${key.account}`, async () =>
          untilInterrupted(provider.manager.logout(key), signal),
        )
        if (args.json === true) output.json({ ...key, ...result })
        else await printResult(context, provider, key, result)
        return exitCode.ok
      }),
  })
