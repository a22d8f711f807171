import type { PluginReport } from '@ccproxy/host'
import { defineCommand } from 'citty'
import { printable } from '../../logging/printable.js'
import type { CliContext } from '../cli-context.js'
import { type CommandFactory, configArguments, reportArguments } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { firstParty } from '../find-provider.js'
import { hostFlags } from '../host-flags.js'
import { readConfiguration } from '../open-host.js'
import { reportJson } from '../output/plugin-report-json.js'
import { withSpinner } from '../output/spinner.js'
import { installPlugin } from '../plugins-folder/install-plugin.js'
import { npmIn } from '../plugins-folder/npm.js'
import { parsePackageRequest } from '../plugins-folder/package-request.js'
import { pluginsFolder, preparePluginsFolder } from '../plugins-folder/plugins-folder.js'
import { findPublished, type PublishedPackage } from '../plugins-folder/published-package.js'
import { withStopSignal } from '../with-stop-signal.js'

function printAdded({ output }: CliContext, report: PluginReport, { integrity }: PublishedPackage): void {
  const { paint } = output
  const { packageName, version, kind, name, displayName, state, error } = report
  output.print(`${paint.green('✓')} Added ${paint.bold(printable(displayName))}: ${packageName} ${version}`)
  output.print(
    paint.dim(`  a ${kind} plugin called ${name} · ${integrity.slice(0, 20)}… is recorded in package-lock.json`),
  )
  if (error !== undefined) {
    output.say(`Not yet running. ${printable(error.message)}`)
    // That it is disabled says already how it is enabled.
    if (state !== 'disabled') output.say(`${paint.cyan('hint:')} ${printable(error.hint)}`)
  } else if (kind === 'provider') {
    output.print(`  What it can be set to: ccproxy plugins settings ${name}`)
    output.print(`  Sign in: ccproxy auth login ${name}`)
  } else if (kind === 'storage') output.print(`  Use it: set storage.backend = "${name}" in config.toml`)
}

export const pluginsAdd: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'add', description: 'Install a plugin into the configuration directory, with your npm' },
    args: {
      package: {
        type: 'positional',
        required: true,
        description: 'Full name of the package; name@1.2.3 for one version',
      },
      ...reportArguments,
      ...configArguments,
    },
    run: async ({ args, rawArgs }) =>
      await withStopSignal(context, async (signal) => {
        const { output, services } = context
        const request = parsePackageRequest(args.package, firstParty)
        const configuration = await readConfiguration(context, hostFlags(args, rawArgs))
        const folder = pluginsFolder(configuration.directory)
        await preparePluginsFolder(folder)
        const npm = npmIn(folder, services, signal)
        const published = await withSpinner(output, `looking for ${request.name}`, async () =>
          findPublished(npm, request),
        )
        const { name, version } = published
        const inspect = async (): Promise<PluginReport | undefined> => {
          const { plugins, rejected } = await services.discoverPlugins({ ...context, configuration, pluginPaths: [] })
          const here = [...plugins.map((plugin): PluginReport => ({ ...plugin, state: 'running' })), ...rejected]
          return here.find((report) => report.packageName === name && report.source === 'config')
        }
        const report = await withSpinner(output, `installing ${name} ${version}`, async () =>
          installPlugin(npm, folder, published, inspect),
        )
        if (args.json === true) output.json({ ...reportJson(report), integrity: published.integrity })
        else printAdded(context, report, published)
        return exitCode.ok
      }),
  })
