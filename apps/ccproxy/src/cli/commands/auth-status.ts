import { defineCommand } from 'citty'
import { accountName } from '../account-name.js'
import { type CommandFactory, hostArguments, reportArguments } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { findProvider } from '../find-provider.js'
import { hostFlags } from '../host-flags.js'
import { isUnreadable, needsLogin } from '../output/login-state.js'
import { printStatus } from '../output/print-status.js'
import { noProvider, sayFailed } from '../output/say-failed.js'
import { usageError } from '../usage-error.js'
import { untilInterrupted, withHost } from '../with-host.js'

/** @throws CCPROXY_CLI_USAGE when the word and the flag name different providers */
function askedProvider(word: string | undefined, flag: string | undefined): string | undefined {
  if (word !== undefined && flag !== undefined && word !== flag)
    throw usageError(`${word} and --provider ${flag} are two providers`, 'Name one of them: ccproxy auth status <name>')
  return word ?? flag
}

export const authStatus: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'status', description: 'Who is signed in, and for how long' },
    args: {
      name: { type: 'positional', required: false, description: 'This provider only; exit 3 if it needs a login' },
      provider: { type: 'string', valueHint: 'name', description: 'The same as <name>' },
      account: { type: 'string', valueHint: 'name', description: 'This account only' },
      ...reportArguments,
      ...hostArguments,
    },
    run: async ({ args, rawArgs }) =>
      await withHost(context, hostFlags(args, rawArgs), async (host, signal) => {
        const name = askedProvider(args.name, args.provider)
        const asked = name === undefined ? undefined : findProvider(host, name)
        const account = args.account === undefined ? undefined : accountName(args.account)
        const rows = await untilInterrupted(
          context.services.collectStatus(asked === undefined ? host.providers : [asked], { account, clock: context }),
          signal,
        )
        if (args.json === true) context.output.json({ providers: rows })
        else if (rows.length === 0) context.output.print(noProvider(host))
        else printStatus(context, rows)
        if (asked === undefined) sayFailed(context.output, host)
        if (rows.some(isUnreadable)) return exitCode.failed
        return asked !== undefined && rows.some(needsLogin) ? exitCode.notLoggedIn : exitCode.ok
      }),
  })
