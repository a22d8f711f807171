// Loaded when a stream that others could give too begins with what looks like an error.
import type { Dialect } from '@ccproxy/core'
import { type ProviderError, StreamEvents } from '@ccproxy/formats'

/** @param event the first one of a stream. undefined: it is no error, or something of an answer is in it */
export function openingFailure(dialect: Dialect, event: Uint8Array): ProviderError | undefined {
  const events = new StreamEvents(dialect).push(event)
  if (events.some(({ type }) => type !== 'start' && type !== 'error')) return undefined
  return events.find((told) => told.type === 'error')?.error
}
