import type { LogLevel } from '@ccproxy/host'
import { valuesOf } from './check-arguments.js'
import { hostArguments } from './define-command.js'

/** What the command line says about configuration and plugins. */
export interface HostFlags {
  readonly config?: string
  readonly logLevel?: LogLevel
  readonly sandbox: boolean
  readonly plugins: readonly string[]
  readonly debug: boolean
}

export function hostFlags(
  args: {
    readonly config?: string | undefined
    readonly 'log-level'?: LogLevel | undefined
    readonly sandbox?: boolean | undefined
  },
  rawArgs: readonly string[],
): HostFlags {
  return {
    ...(args.config === undefined ? {} : { config: args.config }),
    ...(args['log-level'] === undefined ? {} : { logLevel: args['log-level'] }),
    sandbox: args.sandbox === true,
    plugins: valuesOf(rawArgs, 'plugin', hostArguments),
    debug: rawArgs.includes('--debug'),
  }
}
