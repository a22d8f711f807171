// Errors on demand: a model name of the form `sandbox-<status>` fails with that status.
import { type ErrorStatus, isErrorStatus, ModelError } from './model-error.js'

const messages: Readonly<Partial<Record<ErrorStatus, string>>> = {
  400: 'This request is refused on purpose',
  401: 'Invalid bearer token',
  402: 'Your credit balance is too low',
  403: 'Your account may not use this model',
  404: 'model: sandbox-404',
  429: 'Number of requests has exceeded your rate limit',
  500: 'Internal server error',
  503: 'Overloaded',
  529: 'Overloaded',
}

/** @throws ModelError when the model's name asks for one */
export function failOnPurpose(model: string): void {
  const status = Number(/^sandbox-(\d{3})$/.exec(model)?.[1])
  if (isErrorStatus(status)) throw new ModelError(status, messages[status] ?? 'Failed on purpose')
}

/** Events come with a delay between them. */
export const slowModel = 'sandbox-slow'
/** The connection is cut in the middle of the answer. */
export const truncatingModel = 'sandbox-truncate'
