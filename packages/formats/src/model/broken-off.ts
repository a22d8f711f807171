import type { Failure, ProviderError } from './answer.js'

/** An answer that the provider broke off, as an error: a client must not take it for an end. */
export function brokenOff({ reason, words }: Failure): ProviderError {
  const said = words === undefined ? '' : `: ${words}`
  return { status: 502, code: reason, message: `The provider broke the answer off with ${reason}${said}` }
}
