import type { ResponseHead } from './upstream-attempt.js'

export function isEventStream({ headers }: Pick<ResponseHead, 'headers'>): boolean {
  return /^text\/event-stream\b/i.test(headers.get('content-type') ?? '')
}
