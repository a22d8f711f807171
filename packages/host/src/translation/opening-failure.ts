// Loaded when a stream that others could give too begins with what looks like an error.
import type { Dialect } from '@ccproxy/core'
import { type ProviderError, StreamEvents } from '@ccproxy/formats'

/** @param event the first one of a stream. undefined: it is no error */
export function openingFailure(dialect: Dialect, event: Uint8Array): ProviderError | undefined {
  const [first] = new StreamEvents(dialect).push(event)
  return first?.type === 'error' ? first.error : undefined
}
