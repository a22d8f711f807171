import { defineCommand } from 'citty'
import { type CommandFactory, configArguments, reportArguments } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { hostFlags } from '../host-flags.js'
import { readConfiguration } from '../open-host.js'
import { printSettings } from '../output/print-settings.js'

export const configShow: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'show', description: 'The settings in effect and where each came from; secrets are masked' },
    args: { ...reportArguments, ...configArguments },
    run: async ({ args, rawArgs }) => {
      const { output } = context
      const configuration = await readConfiguration(context, hostFlags(args, rawArgs))
      const rows = await context.services.describeSettings(configuration)
      if (args.json === true) output.json({ settings: rows })
      else printSettings(output, rows)
      return exitCode.ok
    },
  })
