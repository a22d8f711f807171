// Errors on demand: a model name of the form `sandbox-<status>` fails with that status.
import { isErrorStatus, ModelError } from './anthropic-error.js'

const messages: Readonly<Record<number, string>> = {
  400: 'messages: this request is refused on purpose',
  401: 'Invalid bearer token',
  402: 'Your credit balance is too low',
  403: 'Your account may not use this model',
  404: 'model: sandbox-404',
  429: 'Number of requests has exceeded your rate limit',
  500: 'Internal server error',
  529: 'Overloaded',
}

/** @throws ModelError when the model's name asks for one */
export function failOnPurpose(model: string): void {
  const status = Number(/^sandbox-(\d{3})$/.exec(model)?.[1])
  if (!isErrorStatus(status)) return
  const headers = status === 429 ? { 'retry-after': '7', 'anthropic-ratelimit-requests-remaining': '0' } : {}
  throw new ModelError(status, messages[status] ?? 'Failed on purpose', headers)
}

/** Events come with a delay between them. */
export const slowModel = 'sandbox-slow'
/** The connection is cut in the middle of the answer. */
export const truncatingModel = 'sandbox-truncate'
