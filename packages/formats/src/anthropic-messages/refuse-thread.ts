import { FormatError } from '../format-error.js'
import type { ObjectReader } from '../json/object-reader.js'

/**
 * A conversation that Anthropic keeps: another provider would answer to its last messages alone. The SDK's tool runner asks
 * for one by itself; by the code it knows to send all messages instead.
 *
 * @throws FormatError (400)
 */
export function refuseThread(reader: ObjectReader): void {
  if (reader.any('thread') === undefined) return
  const problem =
    'thread refers to what Anthropic stores, which the provider of this model cannot read: send all messages'
  throw new FormatError(400, problem, 'thread', 'thread_unsupported_request')
}
