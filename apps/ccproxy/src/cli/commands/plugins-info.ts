import type { ProviderPluginRuntime } from '@ccproxy/core'
import { defineCommand } from 'citty'
import { type CommandFactory, hostArguments, reportArguments } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { findReport } from '../find-provider.js'
import { hostFlags } from '../host-flags.js'
import { reportJson } from '../output/plugin-report-json.js'
import { textTable } from '../output/text-table.js'
import { withHost } from '../with-host.js'

function runtimeJson(provider: ProviderPluginRuntime | undefined): object {
  if (provider === undefined) return {}
  const { baseUrl, adapter, flows, cliCommands, routes } = provider
  return {
    baseUrl,
    dialects: adapter.dialects,
    flows: flows.map(({ id }) => id),
    commands: cliCommands.map(({ name, description }) => ({ name, description })),
    hasRoutes: routes !== undefined,
  }
}

export const pluginsInfo: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'info', description: 'What is known of one plugin' },
    args: {
      name: { type: 'positional', required: true, description: 'Name of the plugin' },
      ...reportArguments,
      ...hostArguments,
    },
    run: async ({ args, rawArgs }) =>
      await withHost(context, hostFlags(args, rawArgs), async (host) => {
        const { output } = context
        const { paint } = output
        const report = findReport(host, args.name)
        const provider = report.state === 'running' ? host.provider(report.name) : undefined
        if (args.json === true) {
          output.json({ ...reportJson(report), ...runtimeJson(provider) })
          return exitCode.ok
        }
        const rows: readonly (readonly [string, string])[] = [
          ['name', report.name],
          ['display name', report.displayName],
          ['kind', report.kind],
          ['state', report.state],
          ['reason', report.error?.message ?? ''],
          ['hint', report.error?.hint ?? ''],
          ['package', `${report.packageName} ${report.version}`],
          ['folder', report.directory],
          ['found by', report.source],
          ['base URL', provider?.baseUrl ?? ''],
          ['speaks', provider?.adapter.dialects.join(', ') ?? ''],
          ['signs in by', provider?.flows.map(({ id }) => id).join(', ') ?? ''],
          [
            'commands',
            host
              .commands(report.name)
              .map(({ name }) => name)
              .join(', '),
          ],
        ]
        const lines = textTable(
          [],
          rows
            .filter(([, value]) => value !== '')
            .map(([name, value]) => [{ text: name, paint: paint.dim }, { text: value }]),
        )
        for (const line of lines) output.print(line)
        return exitCode.ok
      }),
  })
