// The text of a ticket file: one line for each step, only ever added to. Whoever reads the lines in order comes to the same
// owner, however many processes write at once.
import * as v from 'valibot'

export interface TicketStep {
  /** ISO 8601. */
  readonly at: string
  readonly pid: number
  readonly host: string
  readonly state: 'reserved' | 'sent' | 'held' | 'redeemed' | 'unknown'
  /** Who writes: one name for each time that the ticket was taken. */
  readonly by?: string
  /** Of a reservation: the owner, thought dead, whose reservation it replaces. */
  readonly instead_of?: string
  /** When the refresh token ends, if that is known; ISO 8601. */
  readonly needed_until?: string
}

const isoTime = v.pipe(v.string(), v.isoTimestamp())
const stepLine = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    at: isoTime,
    pid: v.number(),
    host: v.string(),
    state: v.picklist(['reserved', 'sent', 'held', 'redeemed', 'unknown']),
    by: v.exactOptional(v.string()),
    instead_of: v.exactOptional(v.string()),
    needed_until: v.exactOptional(isoTime),
  }),
)

/** The line break in front keeps a line whole that follows one which a crash cut off. */
export function ticketLine(written: TicketStep): string {
  return `\n${JSON.stringify(written)}\n`
}

/** @returns the step that counts, with the owner in `by`; undefined when no line is whole */
export function readTicketLog(text: string): TicketStep | undefined {
  let current: TicketStep | undefined
  for (const line of text.split('\n')) {
    const parsed = v.safeParse(stepLine, line)
    if (parsed.success && follows(current, parsed.output))
      current = { ...(current?.needed_until !== undefined && { needed_until: current.needed_until }), ...parsed.output }
  }
  return current
}

function follows(current: TicketStep | undefined, next: TicketStep): boolean {
  if (current === undefined) return true
  if (next.state === 'reserved') return current.state === 'reserved' && next.instead_of === current.by
  // Who lost the reservation has nothing to say any more.
  return next.by === current.by
}
