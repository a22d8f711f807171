import type { WireError } from './codec.js'
import { codecs } from './codecs.js'
import type { FormatError } from './format-error.js'
import type { Dialect } from './model/dialect.js'

export interface ErrorTranslation {
  /** What the provider speaks. */
  readonly from: Dialect
  /** What the client speaks. */
  readonly to: Dialect
  readonly status: number
  /** JSON of the body; text or nothing when it was none. */
  readonly body: unknown
  /** From the provider's headers. */
  readonly requestId?: string
  /** From the provider's headers; what the body says is more exact. */
  readonly retryAfterMs?: number
}

export interface TranslatedError extends WireError {
  /** Said in the body: for the header `retry-after`, unless the provider sent one. */
  readonly retryAfterMs?: number
}

/** Never throws. */
export function translateError({ from, to, status, body, requestId, retryAfterMs }: ErrorTranslation): TranslatedError {
  const error = codecs[from].parseError(status, body)
  const wire = codecs[to].renderError({
    ...(requestId !== undefined && { requestId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...error,
  })
  return error.retryAfterMs === undefined ? wire : { ...wire, retryAfterMs: error.retryAfterMs }
}

/** What could not be translated, as an error of the client's dialect. */
export function renderFormatError({ status, message, field, code }: FormatError, dialect: Dialect): WireError {
  return codecs[dialect].renderError({
    status,
    message,
    ...(field !== undefined && { field }),
    ...(code !== undefined && { code }),
  })
}
