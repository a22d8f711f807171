import { type ErrorCode, errorDefinition } from './error-table.js'

const marker = Symbol.for('ccproxy.error')

export interface CCProxyErrorOptions {
  /** Replaces the table's hint when the thrower knows better. */
  readonly hint?: string
  readonly cause?: unknown
  /** When the same call may be tried again, epoch ms (`Retry-After`). */
  readonly retryAt?: number
}

/**
 * The one error class. `message` says what happened and names ids; `hint` says what to do now.
 * Never holds a token, a code, a verifier, a query string or a body.
 */
export class CCProxyError extends Error {
  override readonly name: string = 'CCProxyError'
  readonly code: ErrorCode
  readonly status: number
  readonly retryable: boolean
  readonly hint: string
  readonly retryAt: number | undefined

  constructor(code: ErrorCode, message: string, options: CCProxyErrorOptions = {}) {
    super(message)
    const definition = errorDefinition(code)
    this.code = code
    this.status = definition.status
    this.retryable = definition.retryable
    this.hint = options.hint ?? definition.hint
    this.retryAt = options.retryAt
    Object.defineProperty(this, marker, { value: true })
    // Not enumerable: a logger that copies own properties must not walk into a foreign error.
    if (options.cause !== undefined) Object.defineProperty(this, 'cause', { value: options.cause, configurable: true })
  }

  toJSON(): object {
    return { code: this.code, message: this.message, hint: this.hint, status: this.status, retryable: this.retryable }
  }
}

/** By marker, not by class: errors may come from another copy of core in the same process. */
export function isCCProxyError(value: unknown): value is CCProxyError {
  return typeof value === 'object' && value !== null && Reflect.get(value, marker) === true
}

const limits: readonly (readonly [RegExp, string])[] = [
  [/EMFILE|too many open files/, 'this process may open no more files (EMFILE)'],
  [/ENFILE|file table overflow/, 'this system may open no more files (ENFILE)'],
  [/ENOMEM|not enough memory/, 'this system has no more memory (ENOMEM)'],
]

/**
 * The error for a limit of the system that was reached; undefined for every other error. Node's module loader gives such an
 * error no code, so its text is read.
 */
export function systemLimit(error: unknown): CCProxyError | undefined {
  if (!(error instanceof Error) || isCCProxyError(error)) return undefined
  const text = 'code' in error ? `${String(error.code)} ${error.message}` : error.message
  const limit = limits.find(([pattern]) => pattern.test(text))
  return limit === undefined ? undefined : new CCProxyError('CCPROXY_SYSTEM_LIMIT', limit[1], { cause: error })
}

/**
 * Makes a CCProxyError of any error, and keeps that error as the cause. Without a `code`, a limit of the system becomes
 * CCPROXY_SYSTEM_LIMIT and every other error CCPROXY_INTERNAL.
 */
export function toCCProxyError(error: unknown, code: ErrorCode = 'CCPROXY_INTERNAL', message?: string): CCProxyError {
  if (isCCProxyError(error)) return error
  const limit = code === 'CCPROXY_INTERNAL' ? systemLimit(error) : undefined
  if (limit !== undefined) return limit
  return new CCProxyError(code, message ?? (error instanceof Error ? error.name : 'unknown failure'), { cause: error })
}
