/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** 0 … 1 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** A whole number, both ends included. */
  between(lowest: number, highest: number): number {
    return lowest + Math.floor(this.next() * (highest - lowest + 1))
  }

  pick<const Choice>(choices: readonly [Choice, ...Choice[]]): Choice {
    return choices[Math.floor(this.next() * choices.length)] ?? choices[0]
  }

  /** @param weights choice → how often, of the sum of all */
  weighted<Choice extends string>(weights: Readonly<Record<Choice, number>>): Choice {
    const entries: (readonly [Choice, number])[] = []
    let sum = 0
    for (const choice in weights) {
      entries.push([choice, weights[choice]])
      sum += weights[choice]
    }
    let rest = this.next() * sum
    const found = entries.find(([, weight]) => {
      rest -= weight
      return rest < 0
    })
    const [choice] = found ?? entries[0] ?? []
    if (choice === undefined) throw new RangeError('there is nothing to choose from')
    return choice
  }
}
