import type { Failure, ProviderError } from './answer.js'

/** The provider made a second attempt at an answer of which a client has a part. */
export const begunAnew: ProviderError = {
  status: 502,
  message: 'The provider began the answer anew after a part of it had been sent',
}

/** An answer that the provider broke off, as an error: a client must not take it for an end. */
export function brokenOff({ reason, words }: Failure): ProviderError {
  const said = words === undefined ? '' : `: ${words}`
  return { status: 502, code: reason, message: `The provider broke the answer off with ${reason}${said}` }
}
