import type { ArgsDef, SubCommandsDef } from 'citty'
import type { CliContext } from './cli-context.js'

/** A command or a group of commands, as citty keeps them: without their own argument types. */
export type AnyCommand = Extract<Awaited<SubCommandsDef[string]>, { readonly meta?: unknown }> & {
  /** The flags that help lists for a command that reads its own words: a command of a plugin. */
  readonly helpArguments?: ArgsDef
}

/** Makes a command for a context. One per file of `commands/`, loaded when it is called or listed. */
export type CommandFactory = (context: CliContext) => AnyCommand

/** On every command that reports. */
export const reportArguments = {
  json: { type: 'boolean', description: 'Print the answer as JSON' },
} as const satisfies ArgsDef

/** On every command that reads the configuration. */
export const configArguments = {
  config: {
    type: 'string',
    valueHint: 'file',
    description: 'Read this configuration file too; it wins over the others',
  },
  'log-level': {
    type: 'enum',
    options: ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
    valueHint: 'level',
    description: 'How much is logged to stderr: trace, debug, info, warn, error or silent',
  },
  sandbox: { type: 'boolean', description: 'Enable the offline sandbox provider' },
} as const satisfies ArgsDef

/** On every command that starts plugins. */
export const hostArguments = {
  ...configArguments,
  plugin: { type: 'string', valueHint: 'path', description: 'Load the plugin in this folder; may be repeated' },
} as const satisfies ArgsDef
