import { CCProxyError } from '@ccproxy/core/errors'
import type { CliContext } from './cli-context.js'

/** Runs a task whose signal aborts at Ctrl-C, which then ends the task and not the process. */
export async function withStopSignal<T>(
  { onStopSignal }: Pick<CliContext, 'onStopSignal'>,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const interruption = new AbortController()
  const undo = onStopSignal(() => interruption.abort(new CCProxyError('CCPROXY_CLI_INTERRUPTED', 'interrupted')))
  try {
    return await task(interruption.signal)
  } finally {
    undo()
  }
}
