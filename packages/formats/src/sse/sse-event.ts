/** One event of a text/event-stream. */
export interface SseEvent {
  /** Absent: the stream named none. */
  readonly event?: string
  readonly data: string
}
