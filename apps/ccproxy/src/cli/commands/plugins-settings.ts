import { defineCommand } from 'citty'
import type { CliContext } from '../cli-context.js'
import { type CommandFactory, hostArguments, reportArguments } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { findReport } from '../find-provider.js'
import { hostFlags } from '../host-flags.js'
import { printSettings } from '../output/print-settings.js'
import { jsonSchemaOf, schemaKeys } from '../output/schema-keys.js'
import { textTable } from '../output/text-table.js'
import { withHost } from '../with-host.js'

interface SettableKey {
  readonly key: string
  readonly type: string
}

/** What could be set and is not. */
function printUnset({ output }: CliContext, keys: readonly SettableKey[]): void {
  if (keys.length === 0) return
  const { paint } = output
  output.print()
  output.print('Not set:')
  const lines = textTable(
    [],
    keys.map(({ key, type }) => [{ text: key }, { text: type, paint: paint.dim }]),
  )
  for (const line of lines) output.print(`  ${line}`)
}

export const pluginsSettings: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'settings', description: 'What a plugin can be set to, and what it is set to' },
    args: {
      name: { type: 'positional', required: true, description: 'Name of the plugin' },
      ...reportArguments,
      ...hostArguments,
    },
    run: async ({ args, rawArgs }) =>
      await withHost(context, hostFlags(args, rawArgs), async (host) => {
        const { output, services } = context
        const { name, state, error } = findReport(host, args.name)
        const schema = jsonSchemaOf(host.schemas.get(name))
        const all = await services.describeSettings(host.configuration, host.schemas)
        const rows = all.filter(({ key }) => key.startsWith(`plugins.${name}.`))
        if (args.json === true) {
          output.json({ plugin: name, settings: rows, schema: schema ?? null })
          return exitCode.ok
        }
        if (schema === undefined) {
          // The schema is in the code of the plugin, which runs only when the plugin is enabled.
          const reason = state === 'running' ? 'it does not describe its settings' : `it is ${state}`
          output.say(
            `The settings that ${name} takes are not known: ${reason}.${error === undefined ? '' : ` ${error.hint}`}`,
          )
        }
        printSettings(output, rows)
        const { toSnakeCase } = await services.settingKeys()
        const settable = schemaKeys(schema).map(({ path, type }) => ({
          key: ['plugins', name, ...path.map(toSnakeCase)].join('.'),
          type,
        }))
        const shown = new Set(rows.map(({ key }) => key))
        printUnset(
          context,
          settable.filter(({ key }) => !shown.has(key)),
        )
        return exitCode.ok
      }),
  })
