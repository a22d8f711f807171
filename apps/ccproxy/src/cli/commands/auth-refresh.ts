import type { TokenSnapshot } from '@ccproxy/core'
import { isCCProxyError } from '@ccproxy/core/errors'
import { defineCommand } from 'citty'
import { accountKey } from '../account-name.js'
import { type CommandFactory, hostArguments, reportArguments } from '../define-command.js'
import { type ExitCode, exitCode } from '../exit-code.js'
import { findProvider } from '../find-provider.js'
import { hostFlags } from '../host-flags.js'
import { describeExpiry } from '../output/describe-login.js'
import { printError } from '../output/print-error.js'
import { withSpinner } from '../output/spinner.js'
import { untilDone, withHost } from '../with-host.js'

const loginCodes: ReadonlySet<string> = new Set([
  'CCPROXY_CREDENTIAL_ABSENT',
  'CCPROXY_CREDENTIAL_NEEDS_LOGIN',
  'CCPROXY_CREDENTIAL_BINDING',
  'CCPROXY_OAUTH_INVALID_GRANT',
])

/** Exit code of a failure that only a sign-in repairs; undefined for others. */
function loginExit(error: unknown): ExitCode | undefined {
  return isCCProxyError(error) && loginCodes.has(error.code) ? exitCode.notLoggedIn : undefined
}

export const authRefresh: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'refresh', description: 'Renew a login now' },
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
        let snapshot: TokenSnapshot
        try {
          const notice = 'The refresh is under way; the program ends when its result is saved.'
          snapshot = await withSpinner(output, `renewing ${provider.name}/${key.account}`, async () =>
            untilDone(output, notice, signal, async () => provider.manager.refresh(key)),
          )
        } catch (error) {
          const code = loginExit(error)
          if (code === undefined) throw error
          printError(output, error, { stacks: rawArgs.includes('--debug'), json: args.json === true })
          return code
        }
        if (args.json === true) output.json(snapshot.toJSON())
        else {
          const { paint } = output
          const name = `${provider.displayName}, account ${key.account}`
          if (snapshot.kind === 'api-key')
            output.print(`${name} uses an API key, which is not renewed; nothing was done.`)
          else output.print(`${paint.green('✓')} Renewed ${name}; ${describeExpiry(snapshot)}`)
        }
        return exitCode.ok
      }),
  })
