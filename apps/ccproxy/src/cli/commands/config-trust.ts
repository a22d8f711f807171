import { resolve } from 'node:path'
import { CCProxyError } from '@ccproxy/core/errors'
import type { Configuration } from '@ccproxy/host'
import { defineCommand } from 'citty'
import type { CliContext } from '../cli-context.js'
import { type CommandFactory, configArguments } from '../define-command.js'
import { exitCode } from '../exit-code.js'
import { hostFlags } from '../host-flags.js'
import { readConfiguration } from '../open-host.js'

const file = {
  type: 'positional',
  required: false,
  description: 'The file; default: every project file of this folder',
} as const

/** @throws CCPROXY_CONFIG_UNREADABLE when there is no project file here */
function projectFiles(
  { workingDirectory }: CliContext,
  { files }: Configuration,
  named: string | undefined,
): readonly string[] {
  if (named !== undefined) return [resolve(workingDirectory, named)]
  const found = files.filter(({ role, found: isThere }) => isThere && (role === 'project' || role === 'directory'))
  if (found.length > 0) return found.map(({ file: path }) => path)
  throw new CCProxyError('CCPROXY_CONFIG_UNREADABLE', 'there is no project file (.ccproxy.toml, ccproxy.toml) here', {
    hint: 'Go to the folder of the project, or name the file.',
  })
}

export const configTrust: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'trust', description: 'Allow a project file, as it is now, to send models to other providers' },
    args: { file, ...configArguments },
    run: async ({ args, rawArgs }) => {
      const configuration = await readConfiguration(context, hostFlags(args, rawArgs))
      for (const path of projectFiles(context, configuration, args.file)) {
        await context.services.trustProjectFile(configuration.stateDirectory, path)
        for (const rule of configuration.projectRules.filter((one) => one.file === path))
          context.output.print(`  ${rule.setting} → ${rule.targets.join(', ')}`)
        context.output.print(`${context.output.paint.green('✓')} ${path} is trusted until its content changes.`)
      }
      return exitCode.ok
    },
  })

export const configUntrust: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'untrust', description: 'Take that back' },
    args: { file, ...configArguments },
    run: async ({ args, rawArgs }) => {
      const configuration = await readConfiguration(context, hostFlags(args, rawArgs))
      for (const path of projectFiles(context, configuration, args.file)) {
        const wasTrusted = await context.services.untrustProjectFile(configuration.stateDirectory, path)
        context.output.print(
          wasTrusted ? `${path} is not trusted any more.` : `${path} was not trusted; nothing was changed.`,
        )
      }
      return exitCode.ok
    },
  })
