import { createPlugin, isScaffoldProblem, scaffoldFlags } from '@ccproxy/create-plugin'
import { defineCommand } from 'citty'
import { isInteractive } from '../cli-context.js'
import type { CommandFactory } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { usageError } from '../usage-error.js'

/** `npm create @ccproxy/plugin`, at hand where the program is. */
export const pluginsScaffold: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'scaffold', description: 'Write a new plugin that builds and passes its tests' },
    args: scaffoldFlags,
    run: async ({ args }) => {
      const { input, output, environment, workingDirectory } = context
      const terminal = isInteractive(context) ? { input, output: output.stderr } : undefined
      try {
        const created = await createPlugin({ flags: args, workingDirectory, terminal, environment })
        if (created === undefined) {
          output.say('Nothing was written.')
          return exitCode.interrupted
        }
        for (const line of created.nextSteps) output.print(line)
        return exitCode.ok
      } catch (error) {
        if (isScaffoldProblem(error)) throw usageError(error.message, error.hint)
        throw error
      }
    },
  })
