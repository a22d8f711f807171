import { defineCommand } from 'citty'
import { accountName } from '../account-name.js'
import { type CommandFactory, hostArguments, reportArguments } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { findProvider } from '../find-provider.js'
import { hostFlags } from '../host-flags.js'
import { isUnreadable, needsLogin } from '../output/login-state.js'
import { printStatus } from '../output/print-status.js'
import { noProvider, sayFailed } from '../output/say-failed.js'
import { untilInterrupted, withHost } from '../with-host.js'

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
