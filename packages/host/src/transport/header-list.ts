import type { HeaderEdits, HeaderReader } from '@ccproxy/core'

/** Headers in the order and case in which they came, as the flat list that node:http and undici take. Immutable. */
export class HeaderList implements HeaderReader {
  /** name, value, name, value, … */
  readonly flat: readonly string[]

  constructor(flat: readonly string[]) {
    this.flat = flat
  }

  get(name: string): string | undefined {
    const wanted = name.toLowerCase()
    let joined: string | undefined
    for (let index = 0; index + 1 < this.flat.length; index += 2) {
      const key = this.flat[index] ?? ''
      if (key.length !== wanted.length || key.toLowerCase() !== wanted) continue
      const value = this.flat[index + 1] ?? ''
      joined = joined === undefined ? value : `${joined}, ${value}`
    }
    return joined
  }

  /** A copy with the edits applied; what is edited keeps its place and its case, what is new comes last. */
  with(edits: HeaderEdits): HeaderList {
    let copy: string[] | undefined
    for (const [key, edit] of Object.entries<HeaderEdits[string] | undefined>(edits)) {
      // From a plugin in JavaScript.
      if (edit === undefined) continue
      copy ??= [...this.flat]
      const name = key.toLowerCase()
      if (isAppend(edit)) append(copy, name, edit.append)
      else set(copy, name, edit)
    }
    return copy === undefined ? this : new HeaderList(copy)
  }
}

/** Where the name was first, or at the end; null takes it out. */
function set(flat: string[], name: string, value: string | null): void {
  let isPlaced = value === null
  for (let index = 0; index < flat.length; index += 2) {
    const key = flat[index] ?? ''
    if (key.length !== name.length || key.toLowerCase() !== name) continue
    if (isPlaced || value === null) {
      flat.splice(index, 2)
      index -= 2
    } else {
      flat[index + 1] = value
      isPlaced = true
    }
  }
  if (!isPlaced && value !== null) flat.push(name, value)
}

function isAppend(edit: HeaderEdits[string]): edit is { readonly append: string } {
  return typeof edit === 'object' && edit !== null
}

/** Adds to the comma-separated list of the last header of that name, unless it is listed already. */
function append(flat: string[], name: string, token: string): void {
  let last = -1
  for (let index = 0; index < flat.length; index += 2) {
    if (flat[index]?.toLowerCase() !== name) continue
    if (listTokens(flat[index + 1] ?? '').includes(token)) return
    last = index + 1
  }
  if (last === -1) flat.push(name, token)
  else flat[last] = flat[last] === '' ? token : `${flat[last]},${token}`
}

/** The members of a comma-separated header value (RFC 9110 §5.6.1). */
export function listTokens(value: string): readonly string[] {
  return value.split(',').map((token) => token.trim())
}
