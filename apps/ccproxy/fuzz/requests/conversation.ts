/** What is sent over one connection. */
export interface Conversation {
  readonly pieces: readonly Piece[]
  /** What the client does after the last piece. */
  readonly ending: 'wait' | 'half-close' | 'leave' | 'reset'
}

export interface Piece {
  readonly bytes: Buffer
  /** Milliseconds before it is sent. */
  readonly pauseMs: number
}

export function bytesOf({ pieces }: Conversation): Buffer {
  return Buffer.concat(pieces.map(({ bytes }) => bytes))
}
