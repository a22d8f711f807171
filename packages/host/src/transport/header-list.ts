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
    const names = Object.keys(edits)
    if (names.length === 0) return this
    const lowerNames = names.map((name) => name.toLowerCase())
    const isPlaced = names.map(() => false)
    const result: string[] = []
    for (let index = 0; index + 1 < this.flat.length; index += 2) {
      const key = this.flat[index] ?? ''
      const value = this.flat[index + 1] ?? ''
      const edited = lowerNames.lastIndexOf(key.toLowerCase())
      const edit = edits[names[edited] ?? '']
      if (edited === -1 || edit === undefined || isAppend(edit)) {
        result.push(key, value)
      } else if (edit !== null && isPlaced[edited] === false) {
        result.push(key, edit)
        isPlaced[edited] = true
      }
    }
    for (const [index, name] of lowerNames.entries()) {
      const edit = edits[names[index] ?? '']
      // The same name in another case: the last one counts.
      const isOverruled = lowerNames.lastIndexOf(name) !== index
      if (edit === undefined || edit === null || isOverruled) continue
      if (isAppend(edit)) append(result, name, edit.append)
      else if (isPlaced[index] === false) result.push(name, edit)
    }
    return new HeaderList(result)
  }
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
