import type { Random } from '../../soak/random.ts'
import type { Conversation, Piece } from './conversation.ts'
import { makeRequest } from './make-request.ts'

/** One connection's worth of requests, mostly one; cut into pieces anywhere. @param id what the provider misbehaves by */
export function makeConversation(random: Random, port: number, id: number): Conversation {
  const requests = Array.from({ length: random.chance(0.9) ? 1 : random.between(2, 5) }, () =>
    makeRequest(random, port, id),
  )
  const bytes = damaged(random, Buffer.concat(requests))
  const ending = random.weighted({ wait: 88, 'half-close': 4, leave: 5, reset: 3 })
  const whole = ending === 'leave' || ending === 'reset' ? bytes.subarray(0, random.between(0, bytes.length)) : bytes
  return { pieces: pieces(random, whole), ending }
}

const damages: Readonly<
  Record<'replace' | 'insert' | 'remove' | 'repeat', (random: Random, bytes: Buffer, at: number) => Buffer>
> = {
  replace: (random, bytes, at) => Buffer.concat([bytes.subarray(0, at), oddByte(random), bytes.subarray(at + 1)]),
  insert: (random, bytes, at) => Buffer.concat([bytes.subarray(0, at), oddByte(random), bytes.subarray(at)]),
  remove: (random, bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.between(1, 30))]),
  repeat: (random, bytes, at) =>
    Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - random.between(1, 60)))]),
}

/** A few bytes that are not what they should be. */
function damaged(random: Random, bytes: Buffer): Buffer {
  if (bytes.length === 0 || random.chance(0.94)) return bytes
  const at = random.between(0, Math.min(bytes.length - 1, random.chance(0.8) ? 600 : bytes.length - 1))
  return damages[random.weighted({ replace: 4, insert: 3, remove: 2, repeat: 1 })](random, bytes, at)
}

function oddByte(random: Random): Buffer {
  const odd = [0, 9, 10, 11, 13, 32, 34, 37, 47, 58, 92, 127, 128, 255, random.between(0, 255)] as const
  return Buffer.from([random.pick(odd)])
}

function pieces(random: Random, bytes: Buffer): readonly Piece[] {
  const cuts = random.chance(0.8) ? 0 : random.between(1, 4)
  const at = Array.from({ length: cuts }, () => random.between(0, bytes.length)).toSorted((a, b) => a - b)
  return [0, ...at].map((start, index) => ({
    bytes: bytes.subarray(start, at[index] ?? bytes.length),
    pauseMs: index === 0 ? 0 : random.between(0, 4),
  }))
}
