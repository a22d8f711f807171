// Nothing that an exchange or a refresh opened may stay: sockets, timers, and the objects of an exchange.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Vitals } from '../probe/vitals.ts'

const pauseMs = 250

/**
 * The least of each kind that was seen while nobody asked anything. Logins go on being renewed, so single looks differ.
 */
export class Rest {
  readonly #least = new Map<string, number>()

  /** Kinds that this rest has more of than the other, in words. */
  above(other: Rest): readonly string[] {
    return [...this.#least].flatMap(([kind, count]) => {
      const before = other.#least.get(kind) ?? 0
      return count > before ? [`${count} ${kind} (${before} before the load)`] : []
    })
  }

  add(vitals: Vitals): void {
    const counts = new Map([['open sockets', vitals.openSockets]])
    for (const [kind, count] of Object.entries(vitals.resources)) counts.set(`active ${kind}`, count)
    for (const [kind, count] of Object.entries(vitals.objects)) counts.set(`held ${kind}`, count)
    const isFirst = this.#least.size === 0
    for (const [kind, count] of counts)
      this.#least.set(kind, Math.min(this.#least.get(kind) ?? (isFirst ? count : 0), count))
    for (const kind of this.#least.keys()) if (!counts.has(kind)) this.#least.set(kind, 0)
  }
}

export async function measureRest(look: () => Promise<Vitals>, looks: number): Promise<Rest> {
  const rest = new Rest()
  for (let time = 0; time < looks; time += 1) {
    if (time > 0) await sleep(pauseMs)
    rest.add(await look())
  }
  return rest
}

/** Looks until nothing is above the rest of before, or for that long. @returns what is, in words */
export async function whatIsLeft(
  look: () => Promise<Vitals>,
  before: Rest,
  patienceMs: number,
): Promise<readonly string[]> {
  const now = new Rest()
  for (const deadline = performance.now() + patienceMs; ; await sleep(pauseMs)) {
    now.add(await look())
    const left = now.above(before)
    if (left.length === 0 || performance.now() > deadline) return left
  }
}
