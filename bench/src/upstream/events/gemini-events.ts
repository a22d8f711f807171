import type { DialectEvents } from '../dialect-events.ts'
import { serverSentEvent } from './server-sent-event.ts'

function part(text: string, usageMetadata: object, finishReason?: string): string {
  const content = { role: 'model', parts: [{ text }] }
  const candidate = { content, index: 0, ...(finishReason !== undefined && { finishReason }) }
  return serverSentEvent({
    candidates: [candidate],
    usageMetadata,
    modelVersion: 'bench',
    responseId: 'bench',
  })
}

export const geminiEvents: DialectEvents = {
  opening: [],
  delta: (text) => part(text, { promptTokenCount: 100, totalTokenCount: 100 }),
  closing: (_, deltas) => [
    part('', { promptTokenCount: 100, candidatesTokenCount: deltas, totalTokenCount: 100 + deltas }, 'STOP'),
  ],
}
