// `ccproxy <plugin> <command>`: known from manifests, so that help runs no code of a plugin.

import type { ManifestFlag } from '@ccproxy/core'
import { CCProxyError } from '@ccproxy/core/errors'
import type { DiscoveredPlugin } from '@ccproxy/host'
import { type ArgsDef, parseArgs, type SubCommandsDef } from 'citty'
import { withoutFlags } from './check-arguments.js'
import type { CliContext } from './cli-context.js'
import { type AnyCommand, hostArguments, reportArguments } from './define-command.js'
import { type ExitCode, exitCode } from './exit-code.js'
import { findProvider } from './find-provider.js'
import { type HostFlags, hostFlags } from './host-flags.js'
import { readConfiguration } from './open-host.js'
import { withHost } from './with-host.js'

type Plugin = Pick<DiscoveredPlugin, 'name' | 'displayName' | 'manifest'>

async function runPluginCommand(
  context: CliContext,
  flags: HostFlags,
  call: { readonly plugin: string; readonly command: string; readonly args: readonly string[] },
): Promise<ExitCode> {
  const { output } = context
  return await withHost(context, flags, async (host, signal) => {
    const command = host.commands(call.plugin).find(({ name }) => name === call.command)
    if (command === undefined) {
      findRunning(host, call.plugin)
      const message = `${call.plugin} names the command ${call.command} in its manifest but does not bring it`
      throw new CCProxyError('CCPROXY_PLUGIN_FACTORY', message)
    }
    const json = call.args.includes('--json')
    const code = await command.run({
      args: withoutFlags(call.args, { ...hostArguments, ...reportArguments, debug: { type: 'boolean' } }),
      json,
      print: (value) => (typeof value === 'string' && !json ? output.print(value) : output.json(value)),
      signal,
    })
    return code === undefined || code === 0 ? exitCode.ok : exitCodeOf(code)
  })
}

/** Throws why a plugin that is installed does not run. */
function findRunning(host: Parameters<typeof findProvider>[0], name: string): void {
  const report = host.plugins.find((plugin) => plugin.name === name && plugin.state !== 'running')
  if (report !== undefined) findProvider(host, name)
}

function exitCodeOf(code: number): ExitCode {
  return code === exitCode.usage || code === exitCode.notLoggedIn ? code : exitCode.failed
}

function definitionOf({ name, description, value }: ManifestFlag): [string, ArgsDef[string]] {
  return [
    name,
    value === undefined ? { type: 'boolean', description } : { type: 'string', valueHint: value, description },
  ]
}

function groupOf(context: CliContext, flags: HostFlags, { name, displayName, manifest }: Plugin): AnyCommand {
  const subCommands = manifest.commands.map(({ name: command, description, flags: own = [] }): [string, AnyCommand] => [
    command,
    {
      meta: { name: command, description },
      helpArguments: { ...Object.fromEntries(own.map(definitionOf)), ...reportArguments, ...hostArguments },
      run: async ({ rawArgs }) => await runPluginCommand(context, flags, { plugin: name, command, args: rawArgs }),
    },
  ])
  return {
    meta: { name, description: `Commands of the plugin ${displayName}` },
    subCommands: Object.fromEntries(subCommands),
  }
}

/**
 * What plugins add to the command line. A configuration that cannot be read hides them; every other command says why.
 * @param args every word up to `--`: `--plugin` and the other flags of the host may stand before or after the command
 */
export async function pluginCommands(context: CliContext, args: readonly string[]): Promise<SubCommandsDef> {
  const flags = hostFlags(parseArgs<typeof hostArguments>([...args], hostArguments), args)
  const { workingDirectory, programPath } = context
  try {
    const configuration = await readConfiguration(context, flags)
    const discovery = await context.services.discoverPlugins({
      configuration,
      workingDirectory,
      programPath,
      pluginPaths: flags.plugins,
    })
    const withCommands = discovery.plugins.filter(({ manifest }) => manifest.commands.length > 0)
    return Object.fromEntries(withCommands.map((plugin) => [plugin.name, groupOf(context, flags, plugin)]))
  } catch {
    return {}
  }
}
