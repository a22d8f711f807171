// Errors in the shape of the Anthropic API.
import { HTTPException } from 'hono/http-exception'

const typesByStatus = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
} as const

export type ErrorStatus = keyof typeof typesByStatus

/** Thrown by a handler, answered by the app. */
export class ModelError extends Error {
  readonly status: ErrorStatus
  readonly headers: Readonly<Record<string, string>>

  constructor(status: ErrorStatus, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

export const errorBody = (status: ErrorStatus, message: string, requestId: string): object => ({
  type: 'error',
  error: { type: typesByStatus[status], message },
  request_id: requestId,
})

export const isErrorStatus = (status: number): status is ErrorStatus => Object.hasOwn(typesByStatus, status)

/** What hono itself refuses (a body that is no JSON) as an error of ours. */
export function toModelError(error: unknown): ModelError {
  if (error instanceof ModelError) return error
  if (error instanceof HTTPException && error.status < 500) return new ModelError(400, error.message)
  return new ModelError(500, 'Internal server error')
}
