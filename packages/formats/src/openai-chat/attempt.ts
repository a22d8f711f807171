import type { ObjectReader } from '../json/object-reader.js'

/** Tells from its chunks whether a provider begins an answer anew: with another id, and with the role, as the first chunk has. */
export class Attempt {
  #id: string | undefined
  #hadRole = true
  /** Some servers give each chunk an id of its own. */
  #doesIdVary = false

  isAnother(id: string | undefined, delta: ObjectReader | undefined): boolean {
    const hasRole = (delta?.optionalString('role') ?? '') !== ''
    const hasOtherId = Boolean(id) && this.#id !== undefined && id !== this.#id
    // Other servers put the role into each chunk.
    const isAnother = hasOtherId && hasRole && !this.#hadRole && !this.#doesIdVary
    this.#doesIdVary ||= hasOtherId && !isAnother
    this.#id = id || this.#id
    this.#hadRole = hasRole
    return isAnother
  }
}
