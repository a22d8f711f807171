import { CCProxyError } from '@ccproxy/core/errors'
import type { Host } from '@ccproxy/host'
import type { CliContext } from './cli-context.js'
import type { ExitCode } from './exit-code.js'
import type { HostFlags } from './host-flags.js'
import { openHost } from './open-host.js'
import type { Output } from './output/output.js'

/**
 * Runs a command on a started host and stops it whatever happens. A stop signal aborts `signal` and never ends the process:
 * a refresh that was sent is waited for, since its token exists nowhere else until it is saved.
 */
export async function withHost(
  context: CliContext,
  flags: HostFlags,
  task: (host: Host, signal: AbortSignal) => Promise<ExitCode>,
): Promise<ExitCode> {
  const interruption = new AbortController()
  const undo = context.onStopSignal(() => {
    if (interruption.signal.aborted) context.output.say('The result of a request to the provider is still awaited.')
    interruption.abort(new CCProxyError('CCPROXY_OAUTH_CANCELLED', 'interrupted'))
  })
  try {
    const { host } = await openHost(context, flags, { defaultLevel: 'error' })
    try {
      return await task(host, interruption.signal)
    } finally {
      await host.stop()
    }
  } finally {
    undo()
  }
}

/**
 * Runs work that cannot be taken back. A stop signal before it begins ends the command; a later stop signal is answered with
 * `notice`, and the result of the work is waited for.
 * @throws CCPROXY_OAUTH_CANCELLED when the signal came first
 */
export async function untilDone<T>(
  { say }: Output,
  notice: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const answer = (): void => say(notice)
  signal.addEventListener('abort', answer, { once: true })
  try {
    return await work()
  } finally {
    signal.removeEventListener('abort', answer)
  }
}

/** Ends the wait at a stop signal, not the work, which must change nothing. @throws CCPROXY_OAUTH_CANCELLED */
export async function untilInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(toError(signal.reason))
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new CCProxyError('CCPROXY_OAUTH_CANCELLED', 'interrupted')
}
