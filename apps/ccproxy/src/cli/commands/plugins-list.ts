import type { PluginReport } from '@ccproxy/host'
import { defineCommand } from 'citty'
import { printable } from '../../logging/printable.js'
import type { CliContext } from '../cli-context.js'
import { type CommandFactory, hostArguments, reportArguments } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { hostFlags } from '../host-flags.js'
import type { Paint } from '../output/output.js'
import { reportJson } from '../output/plugin-report-json.js'
import { textTable } from '../output/text-table.js'
import { withHost } from '../with-host.js'

const stateColors: Readonly<Record<PluginReport['state'], 'green' | 'red' | 'dim' | 'yellow'>> = {
  running: 'green',
  failed: 'red',
  unconfigured: 'dim',
  disabled: 'dim',
  shadowed: 'yellow',
}

function tableOf(plugins: readonly PluginReport[], paint: Paint): readonly string[] {
  return textTable(
    ['NAME', 'VERSION', 'KIND', 'STATE', 'PACKAGE', 'FOUND BY'].map((text) => ({ text, paint: paint.dim })),
    plugins.map(({ name, version, kind, state, packageName, source }) => [
      { text: name, paint: paint.bold },
      { text: version },
      { text: kind },
      { text: state, paint: paint[stateColors[state]] },
      { text: packageName },
      { text: source, paint: paint.dim },
    ]),
  )
}

function printReasons({ output }: CliContext, plugins: readonly PluginReport[]): void {
  const { paint } = output
  for (const { name, error } of plugins) {
    if (error === undefined) continue
    output.print()
    output.print(`${paint.bold(printable(name))}: ${printable(error.message)}`)
    output.print(`  ${paint.cyan('hint:')} ${printable(error.hint)} ${paint.dim(`(${error.code})`)}`)
  }
}

export const pluginsList: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'list', description: 'Every plugin that was found, and why some do not run' },
    args: { ...reportArguments, ...hostArguments },
    run: async ({ args, rawArgs }) =>
      await withHost(context, hostFlags(args, rawArgs), async ({ plugins }) => {
        const { output } = context
        if (args.json === true) output.json({ plugins: plugins.map(reportJson) })
        else if (plugins.length === 0) {
          output.print('No plugin was found. Install one, for example: npm i @ccproxy/plugin-claude')
        } else {
          for (const line of tableOf(plugins, output.paint)) output.print(line)
          printReasons(context, plugins)
        }
        return exitCode.ok
      }),
  })
