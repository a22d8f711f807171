/** Case-insensitive; a header that came several times is joined with ', '. */
export interface HeaderReader {
  get(name: string): string | undefined
}

/** string = replace; null = remove; { append } = add to the client's comma-separated list, once. Names in lower case. */
export type HeaderEdits = Readonly<Record<string, string | null | { readonly append: string }>>

/** @returns `list` with each value of `addition` that it does not hold yet */
export function appendToList(list: string | undefined, addition: string): string {
  const values = (list ?? '').split(',').map((value) => value.trim())
  const missing = addition
    .split(',')
    .map((value) => value.trim())
    .filter((value) => !values.includes(value))
  return [...values, ...missing].filter((value) => value !== '').join(',')
}

/** @returns a copy of `headers` with the edits applied */
export function applyHeaderEdits(headers: Headers, edits: HeaderEdits): Headers {
  const edited = new Headers(headers)
  for (const [name, edit] of Object.entries(edits)) {
    if (edit === null) edited.delete(name)
    else if (typeof edit === 'string') edited.set(name, edit)
    else edited.set(name, appendToList(edited.get(name) ?? undefined, edit.append))
  }
  return edited
}
