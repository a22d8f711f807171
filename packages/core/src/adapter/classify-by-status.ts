import type { FailureKind } from './upstream-failure.js'

const kinds: Readonly<Record<number, FailureKind>> = {
  401: 'credential-rejected',
  402: 'quota-exhausted',
  403: 'forbidden',
  429: 'rate-limited',
  503: 'overloaded',
  529: 'overloaded',
}

/** What a status means when the adapter's `classify` has nothing better to say. */
export function classifyByStatus(status: number): FailureKind {
  return kinds[status] ?? (status >= 500 ? 'server-error' : 'client-error')
}
