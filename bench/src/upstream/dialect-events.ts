// The events of a stream in each dialect, as its provider sends them.
import { anthropicEvents } from './events/anthropic-events.ts'
import { chatEvents } from './events/chat-events.ts'
import { geminiEvents } from './events/gemini-events.ts'
import { responsesEvents } from './events/responses-events.ts'

export type BenchDialect = 'anthropic' | 'chat' | 'responses' | 'gemini'

export interface DialectEvents {
  /** Before the first delta, each an event as it is on the wire. */
  readonly opening: readonly string[]
  delta(text: string, number: number): string
  /** @param text of all deltas */
  closing(text: string, deltas: number): readonly string[]
}

export const dialectEvents: Readonly<Record<BenchDialect, DialectEvents>> = {
  anthropic: anthropicEvents,
  chat: chatEvents,
  responses: responsesEvents,
  gemini: geminiEvents,
}

/** @returns undefined: no call that has a model answer */
export function dialectOfPath(path: string): BenchDialect | undefined {
  if (path.includes('/messages')) return 'anthropic'
  if (path.includes('/chat/completions')) return 'chat'
  if (path.includes('/responses')) return 'responses'
  return path.includes(':streamGenerateContent') ? 'gemini' : undefined
}
