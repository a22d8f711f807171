import type { IncomingMessage } from 'node:http'
import type { Dialect, ProviderPluginRuntime } from '@ccproxy/core'
import { detectDialect, HeaderList } from '@ccproxy/host'

/**
 * The shape in which a client would understand an error: by the path after the first segment, by the whole path, by the
 * first thing that the provider speaks, by what the client's headers betray.
 */
export function errorDialect(
  incoming: Pick<IncomingMessage, 'url' | 'rawHeaders'>,
  provider: Pick<ProviderPluginRuntime, 'adapter'> | undefined,
): Dialect | undefined {
  const target = incoming.url ?? '/'
  const headers = new HeaderList(incoming.rawHeaders)
  const next = target.indexOf('/', 1)
  const afterPrefix = next === -1 ? undefined : detectDialect(target.slice(next), headers)
  const named = afterPrefix ?? detectDialect(target, headers) ?? provider?.adapter.dialects[0]
  if (named !== undefined) return named
  if (headers.get('anthropic-version') !== undefined) return 'anthropic-messages'
  return headers.get('x-goog-api-key') === undefined ? undefined : 'gemini'
}
