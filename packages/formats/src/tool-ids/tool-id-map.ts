import { createHash } from 'node:crypto'
import { packToolId, unpackToolId } from './packed-tool-id.js'
import type { ToolIdRule } from './tool-id-rule.js'

/**
 * Ids of one conversation as a target takes them: as they are where its rule allows, else made from the id, so that the
 * same conversation has the same ids in every request (prompt caches depend on it), and the provider that made an id has
 * it back as it was, as far as there is room for it. Some models repeat ids (`call_0` in
 * each turn): the second of a kind becomes another one, and results go to the latest call of their id.
 */
export class ToolIdMap {
  readonly #rule: ToolIdRule
  readonly #calls = new Map<string, { readonly id: string; readonly count: number }>()
  readonly #taken = new Set<string>()

  constructor(rule: ToolIdRule) {
    this.#rule = rule
  }

  /** For a call, in the order of the conversation. */
  call(name: string): string {
    const id = unpackToolId(name)
    const count = (this.#calls.get(id)?.count ?? 0) + 1
    const mapped = this.#free(id, count)
    this.#calls.set(id, { id: mapped, count })
    this.#taken.add(mapped)
    return mapped
  }

  /** For a result. Of a call that the conversation does not have, the id that the call would have had. */
  result(name: string): string {
    const id = unpackToolId(name)
    return this.#calls.get(id)?.id ?? this.#mapped(id, 1)
  }

  #free(id: string, count: number): string {
    for (let attempt = count; ; attempt++) {
      const mapped = this.#mapped(id, attempt)
      if (!this.#taken.has(mapped)) return mapped
    }
  }

  #mapped(id: string, count: number): string {
    const { pattern, maxLength, prefix } = this.#rule
    const fits = [id, packToolId(id)].find((form) => form.length <= maxLength && pattern.test(form))
    if (count === 1 && id !== '' && fits !== undefined) return fits
    const hash = createHash('sha256').update(`${count}:${id}`).digest('hex')
    return `${prefix}${hash.slice(0, 24)}`
  }
}
