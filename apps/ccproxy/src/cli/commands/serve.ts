import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import type { RunningServer } from '../../app/start-server.js'
import { printable } from '../../logging/printable.js'
import type { CliContext } from '../cli-context.js'
import { type CommandFactory, hostArguments } from '../define-command.js'
import { type ExitCode, exitCode } from '../exit-code.js'
import { hostFlags } from '../host-flags.js'
import { type OpenedHost, openHost } from '../open-host.js'
import type { StopSignal } from '../process-signals.js'
import { explainAddressError } from '../serve/address-error.js'
import { noProviderError } from '../serve/no-provider-error.js'
import { printBanner } from '../serve/print-banner.js'
import { awaitStop, type StopRequest } from '../serve/stop-request.js'
import { type PluginWatch, watchPlugins } from '../serve/watch-plugins.js'
import { usageError } from '../usage-error.js'

const drainMs = 30_000
/** A plugin's author waits for what they changed. */
const reloadDrainMs = 2000

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw usageError(`--port ${text} is no port`, 'Use a number from 0 (any free port) to 65535.')
}

async function listen(
  context: CliContext,
  { host, configuration: { settings }, logger: requestLog }: OpenedHost,
  authToken: string | undefined,
) {
  const { host: hostname, port } = settings.server
  try {
    const { allowedOrigins } = settings.security
    const { version } = context
    return await context.services.startServer({ host, hostname, port, version, authToken, allowedOrigins, requestLog })
  } catch (error) {
    throw await explainAddressError(error, hostname, port)
  }
}

/** Lets responses end, or cuts them at the second signal. Refreshes are not cut: the host waits for them. */
async function drain({ notify }: OpenedHost, server: RunningServer, stop: StopRequest, why: Ending): Promise<void> {
  const limitMs = why === 'reload' ? reloadDrainMs : drainMs
  if (why !== 'reload')
    notify('info', `Stopping. Responses under way have ${limitMs / 1000} s to end; Ctrl-C cuts them.`)
  const closed = server.close(limitMs)
  await Promise.race([closed, stop.forced.then(async () => server.close(0))])
  await closed
}

/** Why serving ended. */
type Ending = StopSignal | 'reload'

interface Served {
  readonly ending: Ending
  readonly port?: number
}

async function nextEnding({ notify }: OpenedHost, stop: StopRequest, watch: PluginWatch | undefined): Promise<Ending> {
  if (watch === undefined) return await stop.requested
  return await Promise.race([
    stop.requested,
    watch.changed.then((folder): Ending => {
      notify('info', `${folder} changed: the program starts again with it.`)
      return 'reload'
    }),
  ])
}

/** The user sees where the file of a project sends their prompts, or would send them. */
function reportProjectRules({ configuration, notify }: OpenedHost): void {
  for (const [path, rules] of Map.groupBy(configuration.projectRules, ({ file }) => file)) {
    const written = (inForce: boolean): string =>
      rules
        .filter((rule) => rule.inForce === inForce)
        .map(({ setting, targets }) => `${setting} → ${targets.join(', ')}`)
        .join('; ')
    if (written(true) !== '') notify('info', printable(`From ${path}: ${written(true)}`))
    if (written(false) !== '')
      notify(
        'warn',
        printable(
          `Not in force, since ${path} is not trusted: ${written(false)}. Read it, then run: ccproxy config trust ${path}`,
        ),
      )
  }
}

async function serveUntilStopped(
  context: CliContext,
  opened: OpenedHost,
  stop: StopRequest,
  watch: PluginWatch | undefined,
): Promise<Served> {
  const { host, configuration } = opened
  host.hooks.emit('app.startup', { version: context.version })
  if (host.providers.length === 0) {
    const error = noProviderError(context.output, host)
    if (watch === undefined) throw error
    opened.notify('warn', `${error.message}. Waiting for a change of the plugin.`)
    return { ending: await nextEnding(opened, stop, watch) }
  }
  const authToken = await context.services.resolveAuthToken(configuration)
  const server = await listen(context, opened, authToken)
  let ending: Ending = 'SIGTERM'
  try {
    await host.startTasks()
    const { url, networkUrls } = server
    await printBanner(context, { ...opened, url, networkUrls, hasKey: authToken !== undefined })
    reportProjectRules(opened)
    ending = await nextEnding(opened, stop, watch)
    host.hooks.emit('app.shutdown', { reason: ending })
  } finally {
    await drain(opened, server, stop, ending)
  }
  return { ending, port: server.port }
}

async function run(
  context: CliContext,
  open: () => Promise<OpenedHost>,
  watched: readonly string[],
): Promise<ExitCode> {
  let opened: OpenedHost | undefined
  const stop = awaitStop(context, () =>
    opened?.notify('info', 'A refreshed login is still being saved; it would be lost otherwise.'),
  )
  // Before the plugins are read, so that no change goes unseen.
  const watch = watched.length === 0 ? undefined : watchPlugins(watched)
  try {
    opened = await open()
    let served: Served
    try {
      served = await serveUntilStopped(context, opened, stop, watch)
    } finally {
      await opened.host.stop()
    }
    if (served.ending === 'reload') {
      // Clients keep the address that they know.
      context.restart(served.port === undefined ? [] : ['--port', String(served.port)])
      opened.notify('warn', 'This system cannot start a program in place of another; start ccproxy again.')
    }
    return exitCode.ok
  } finally {
    watch?.close()
    stop.dispose()
  }
}

export const serve: CommandFactory = (context) =>
  defineCommand({
    meta: { name: 'serve', description: 'Run the proxy' },
    args: {
      host: { type: 'string', valueHint: 'address', description: 'Listen at this address (127.0.0.1)' },
      port: { type: 'string', valueHint: 'number', description: 'Listen at this port (8000); 0 takes any free one' },
      ...hostArguments,
    },
    run: async ({ args, rawArgs }) => {
      const port = portOf(args.port)
      const flags = hostFlags(args, rawArgs)
      const watched = flags.plugins.map((path) => resolve(context.workingDirectory, path))
      return await run(context, async () => await openHost(context, flags, { host: args.host, port }), watched)
    },
  })
