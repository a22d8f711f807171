import { defineCommand } from 'citty'
import { printable } from '../../logging/printable.js'
import { type CommandFactory, hostArguments, reportArguments } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { hostFlags } from '../host-flags.js'
import { noProvider, sayFailed } from '../output/say-failed.js'
import { textTable } from '../output/text-table.js'
import { withHost } from '../with-host.js'

export const authProviders: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'providers', description: 'What can be signed in to, and how' },
    args: { ...reportArguments, ...hostArguments },
    run: async ({ args, rawArgs }) =>
      await withHost(context, hostFlags(args, rawArgs), async (host) => {
        const { output } = context
        const { paint } = output
        const unconfigured = host.plugins.filter(({ kind, state }) => kind === 'provider' && state === 'unconfigured')
        if (args.json === true) {
          const providers = host.providers.map(({ name, displayName, flows }) => ({
            provider: name,
            displayName,
            flows: flows.map(({ id, label, kind, unavailable }) => ({
              id,
              label,
              kind,
              available: unavailable === undefined,
              reason: unavailable?.reason ?? null,
              hint: unavailable?.hint ?? null,
            })),
          }))
          output.json({
            providers,
            unconfigured: unconfigured.map(({ name, displayName, error }) => ({
              provider: name,
              displayName,
              reason: error?.message ?? null,
              hint: error?.hint ?? null,
            })),
          })
          return exitCode.ok
        }
        if (host.providers.length === 0) output.print(noProvider(host))
        for (const { name, displayName, flows } of host.providers) {
          output.print(`${paint.bold(name)}  ${paint.dim(printable(displayName))}`)
          const lines = textTable(
            [],
            flows.map(({ id, label, unavailable }) => [
              {
                text: unavailable === undefined ? '✓' : '–',
                paint: unavailable === undefined ? paint.green : paint.dim,
              },
              { text: id },
              { text: label },
              { text: unavailable === undefined ? '' : `${unavailable.reason}. ${unavailable.hint}`, paint: paint.dim },
            ]),
          )
          for (const line of lines) output.print(`  ${line}`)
        }
        for (const { name, displayName, error } of unconfigured) {
          output.print(`${paint.bold(printable(name))}  ${paint.dim(printable(displayName))}`)
          output.print(`  ${paint.dim(`– not set up: ${printable(`${error?.message}. ${error?.hint}`)}`)}`)
        }
        sayFailed(output, host)
        return exitCode.ok
      }),
  })
