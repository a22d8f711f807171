import type { Logger } from '@ccproxy/core'
import type { Configuration, Host, LogLevel } from '@ccproxy/host'
import type { CliContext } from './cli-context.js'
import type { HostFlags } from './host-flags.js'
import { printOrigin } from './output/print-error.js'

export interface OpenOptions {
  readonly host?: string | undefined
  readonly port?: number | undefined
  /** The level of this command while nobody chose one. */
  readonly defaultLevel?: LogLevel
}

export interface OpenedHost {
  readonly host: Host
  readonly configuration: Configuration
  readonly logger: Logger
  /** Tells the user something: a line of text on stderr; where the log is JSON, a line of the log, so that each line parses. */
  readonly notify: (level: 'info' | 'warn', message: string) => void
}

/** @throws CCPROXY_CONFIG_* */
export async function readConfiguration(
  context: CliContext,
  flags: HostFlags,
  options: OpenOptions = {},
): Promise<Configuration> {
  const { environment, workingDirectory } = context
  const { config, logLevel } = flags
  const sandbox = flags.sandbox ? true : undefined
  return await context.services.loadConfiguration({
    environment,
    workingDirectory,
    flags: { host: options.host, port: options.port, config, logLevel, sandbox },
  })
}

async function openLogger(
  context: CliContext,
  configuration: Configuration,
  options: OpenOptions,
): Promise<Pick<OpenedHost, 'notify'> & { readonly logger: Logger }> {
  const { createLogger } = await import('../logging/create-logger.js')
  const { level, format } = configuration.settings.logging
  const { stderr, paintTalk } = context.output
  const chosen = configuration.sources.has('logging.level')
  const written = format === 'auto' ? (stderr.isTTY === true ? 'pretty' : 'json') : format
  const logger = createLogger({
    level: chosen ? level : (options.defaultLevel ?? level),
    format: written,
    color: paintTalk.isColorSupported,
    write: (line) => void stderr.write(line),
  })
  if (written === 'pretty') {
    const { say, paintTalk: paint } = context.output
    return { logger, notify: (importance, message) => say(importance === 'warn' ? paint.yellow(message) : message) }
  }
  context.onWarning(({ name, message }) => logger.warn(message, { name }))
  return { logger, notify: (importance, message) => logger[importance](message) }
}

/** A variable of another program stays quiet; a mistyped variable of ours must not stay unseen. */
function reportIgnored(logger: Logger, { ignoredVariables }: Configuration): void {
  for (const { variable, meant } of ignoredVariables) {
    if (meant === undefined)
      logger.debug('an environment variable is no setting of CCProxy and is ignored', { variable })
    else logger.warn('an environment variable is no setting of CCProxy and is ignored', { variable, meant })
  }
}

/** Reads the configuration and starts the plugins. The caller stops the host. */
export async function openHost(context: CliContext, flags: HostFlags, options: OpenOptions = {}): Promise<OpenedHost> {
  const configuration = await readConfiguration(context, flags, options)
  const { logger, notify } = await openLogger(context, configuration, options)
  reportIgnored(logger, configuration)
  const { environment, workingDirectory, programPath } = context
  const host = await context.services.createHost({
    configuration,
    environment,
    workingDirectory,
    programPath,
    pluginPaths: flags.plugins,
    logger,
  })
  if (flags.debug)
    for (const { name, error } of host.plugins) if (error !== undefined) printOrigin(context.output, name, error)
  return { host, configuration, logger, notify }
}
