const shownOfAKind = 5

/** What must not be. Counted by kind; the first of each are kept to be looked at. */
export class Problems {
  readonly #kinds = new Map<string, { count: number; readonly examples: string[] }>()

  add(kind: string, example: string): void {
    const known = this.#kinds.get(kind) ?? { count: 0, examples: [] }
    known.count += 1
    if (known.examples.length < shownOfAKind) known.examples.push(example)
    this.#kinds.set(kind, known)
  }

  get isEmpty(): boolean {
    return this.#kinds.size === 0
  }

  /** One for each kind. */
  get lines(): readonly string[] {
    return [...this.#kinds].map(([kind, { count, examples }]) => `${count} × ${kind}: ${examples.join(' | ')}`)
  }
}
