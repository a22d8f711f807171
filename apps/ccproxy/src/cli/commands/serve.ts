import type { Configuration, Host } from '@ccproxy/host'
import { defineCommand } from 'citty'
import type { RunningServer } from '../../app/start-server.js'
import type { CliContext } from '../cli-context.js'
import { type CommandFactory, hostArguments } from '../define-command.js'
import { type ExitCode, exitCode } from '../exit-code.js'
import { hostFlags } from '../host-flags.js'
import { type OpenedHost, openHost } from '../open-host.js'
import { explainAddressError } from '../serve/address-error.js'
import { noProviderError } from '../serve/no-provider-error.js'
import { printBanner } from '../serve/print-banner.js'
import { awaitStop, type StopRequest } from '../serve/stop-request.js'
import { usageError } from '../usage-error.js'

const drainMs = 30_000

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw usageError(`--port ${text} is no port`, 'Use a number from 0 (any free port) to 65535.')
}

async function listen(context: CliContext, host: Host, { settings }: Configuration, authToken: string | undefined) {
  const { host: hostname, port } = settings.server
  try {
    const { allowedOrigins } = settings.security
    const { version } = context
    return await context.services.startServer({ host, hostname, port, version, authToken, allowedOrigins })
  } catch (error) {
    throw await explainAddressError(error, hostname, port)
  }
}

/** Lets answers end for 30 s, or until the second signal. Refreshes are not cut: the host waits for them. */
async function drain({ output }: CliContext, server: RunningServer, stop: StopRequest): Promise<void> {
  output.say(`Stopping. Answers under way have ${drainMs / 1000} s to end; Ctrl-C cuts them.`)
  const closed = server.close(drainMs)
  await Promise.race([closed, stop.forced.then(async () => server.close(0))])
  await closed
}

async function serveUntilStopped(
  context: CliContext,
  { host, configuration }: OpenedHost,
  stop: StopRequest,
): Promise<void> {
  host.hooks.emit('app.startup', { version: context.version })
  if (host.providers.length === 0) {
    throw noProviderError(context.output, host)
  }
  const authToken = await context.services.resolveAuthToken(configuration)
  const server = await listen(context, host, configuration, authToken)
  try {
    await host.startTasks()
    await printBanner(context, { url: server.url, host, configuration, hasKey: authToken !== undefined })
    host.hooks.emit('app.shutdown', { reason: await stop.requested })
  } finally {
    await drain(context, server, stop)
  }
}

async function run(context: CliContext, open: () => Promise<OpenedHost>): Promise<ExitCode> {
  const stop = awaitStop(context, () =>
    context.output.say('Still saving a refreshed login; it would be lost otherwise.'),
  )
  try {
    const opened = await open()
    try {
      await serveUntilStopped(context, opened, stop)
    } finally {
      await opened.host.stop()
    }
    return exitCode.ok
  } finally {
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
      return await run(context, async () => await openHost(context, flags, { host: args.host, port }))
    },
  })
