import { defineCommand } from 'citty'
import { type CommandFactory, configArguments, reportArguments } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { hostFlags } from '../host-flags.js'
import { readConfiguration } from '../open-host.js'
import { textTable } from '../output/text-table.js'

const roles = {
  user: 'yours',
  project: 'of the git root, a few keys only',
  directory: 'of this folder, a few keys only',
  flag: '--config',
} as const

export const configPath: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'path', description: 'The directory of CCProxy and the files that are read, the last one wins' },
    args: { ...reportArguments, ...configArguments },
    run: async ({ args, rawArgs }) => {
      const { output } = context
      const { paint } = output
      const { directory, stateDirectory, files } = await readConfiguration(context, hostFlags(args, rawArgs))
      if (args.json === true) {
        output.json({ directory, stateDirectory, files })
        return exitCode.ok
      }
      output.print(directory)
      const lines = textTable(
        [],
        files.map(({ file, role, found }) => [
          { text: found ? '✓' : '–', paint: found ? paint.green : paint.dim },
          { text: file },
          { text: found ? roles[role] : `${roles[role]}; not there`, paint: paint.dim },
        ]),
      )
      for (const line of lines) output.print(`  ${line}`)
      return exitCode.ok
    },
  })
