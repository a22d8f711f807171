/** The statuses that the model fails with. A dialect without one of them answers its own status of that meaning. */
const errorStatuses = [400, 401, 402, 403, 404, 413, 429, 500, 503, 529] as const

export type ErrorStatus = (typeof errorStatuses)[number]

export const isErrorStatus = (status: number): status is ErrorStatus =>
  errorStatuses.some((candidate) => candidate === status)

/** A refusal, in no dialect yet. */
export class ModelError extends Error {
  readonly status: ErrorStatus
  /** For programs, where a dialect tells more than the status. */
  readonly reason: string | undefined

  constructor(status: ErrorStatus, message: string, reason?: string) {
    super(message)
    this.status = status
    this.reason = reason
  }
}

/** Any failure as a refusal; one that is not ours is a 500 without its message. */
export const toModelError = (error: unknown): ModelError =>
  error instanceof ModelError ? error : new ModelError(500, 'Internal server error')
