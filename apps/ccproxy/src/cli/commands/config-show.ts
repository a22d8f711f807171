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
      const { ignoredVariables } = configuration
      if (args.json === true) {
        output.json({ settings: rows, ignoredVariables })
        return exitCode.ok
      }
      printSettings(output, rows)
      for (const { variable, meant } of ignoredVariables) {
        const help = meant === undefined ? '' : ` Did you mean ${meant}?`
        output.say(`The environment variable ${variable} is no setting of CCProxy and is ignored.${help}`)
      }
      return exitCode.ok
    },
  })
