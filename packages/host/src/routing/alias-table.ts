/** What the settings call models. */
export class AliasTable {
  readonly #exact: ReadonlyMap<string, readonly string[]>
  /** Longest start first. */
  readonly #patterns: readonly { readonly start: string; readonly targets: readonly string[] }[]

  /** @param aliases checked when they were loaded: none leads to itself or further than to one other */
  constructor(aliases: Readonly<Record<string, string | readonly string[]>>) {
    const entries = Object.entries(aliases).map(([name, targets]) => [name, [targets].flat()] as const)
    this.#exact = new Map(entries)
    this.#patterns = entries
      .filter(([name]) => name.endsWith('*'))
      .map(([name, targets]) => ({ start: name.slice(0, -1), targets }))
      .toSorted((a, b) => b.start.length - a.start.length)
  }

  /** The names that somebody may ask for as they stand. */
  get names(): readonly string[] {
    return [...this.#exact.keys()].filter((name) => !name.endsWith('*'))
  }

  /** What this very name means, in the order in which it is tried. */
  named(name: string): readonly string[] | undefined {
    const targets = this.#exact.get(name)
    return targets === undefined ? undefined : this.expanded(targets)
  }

  /** What the most specific `start*` means that the name fits. */
  fitting(name: string): readonly string[] | undefined {
    const pattern = this.#patterns.find(({ start }) => name.startsWith(start))
    return pattern === undefined ? undefined : this.expanded(pattern.targets)
  }

  /** The models themselves, where some are named by an alias. */
  expanded(targets: readonly string[]): readonly string[] {
    return targets.flatMap((target) => this.#exact.get(target) ?? [target])
  }
}
