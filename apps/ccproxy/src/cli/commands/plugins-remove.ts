import { CCProxyError } from '@ccproxy/core/errors'
import { defineCommand } from 'citty'
import { type CommandFactory, configArguments, reportArguments } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { hostFlags } from '../host-flags.js'
import { nearest } from '../nearest.js'
import { readConfiguration } from '../open-host.js'
import { withSpinner } from '../output/spinner.js'
import { npmIn } from '../plugins-folder/npm.js'
import { addedPackages, pluginsFolder } from '../plugins-folder/plugins-folder.js'
import { withStopSignal } from '../with-stop-signal.js'

export const pluginsRemove: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'remove', description: 'Take out a plugin that was added; its logins are kept' },
    args: {
      plugin: { type: 'positional', required: true, description: 'Name of the plugin or of its package' },
      ...reportArguments,
      ...configArguments,
    },
    run: async ({ args, rawArgs }) =>
      await withStopSignal(context, async (signal) => {
        const { output, services } = context
        const configuration = await readConfiguration(context, hostFlags(args, rawArgs))
        const folder = pluginsFolder(configuration.directory)
        const { plugins, rejected } = await services.discoverPlugins({ ...context, configuration, pluginPaths: [] })
        const found = [...plugins, ...rejected].filter(({ name }) => name === args.plugin)
        const added = Object.keys(await addedPackages(folder))
        const names = [...plugins, ...rejected].filter(({ source }) => source === 'config').map(({ name }) => name)
        const own = found.find(({ source }) => source === 'config')?.packageName ?? args.plugin
        if (!added.includes(own)) throw notAdded(args.plugin, found[0]?.packageName, added, names)
        await withSpinner(output, `removing ${own}`, async () =>
          npmIn(folder, services, signal).run(`${own} could not be removed`, ['uninstall', own]),
        )
        if (args.json === true) output.json({ removed: own })
        else {
          output.print(`${output.paint.green('✓')} Removed ${own}.`)
          output.print(output.paint.dim('  Its logins and settings are kept, and found again when it is added again.'))
        }
        return exitCode.ok
      }),
  })

function notAdded(
  asked: string,
  installed: string | undefined,
  added: readonly string[],
  names: readonly string[],
): CCProxyError {
  const match = nearest(asked, [...names, ...added])
  const elsewhere = `It was not added by \`ccproxy plugins add\`; take it out where it was installed: npm rm ${installed}`
  const known = added.length === 0 ? 'No plugin was added.' : `Added: ${added.join(', ')}.`
  return new CCProxyError('CCPROXY_PLUGIN_NOT_FOUND', `${asked} is not among the plugins that were added`, {
    hint: installed === undefined ? (match === undefined ? known : `Did you mean ${match}?`) : elsewhere,
  })
}
