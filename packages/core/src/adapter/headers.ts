/** Case-insensitive; a header that came several times is joined with ', '. */
export interface HeaderReader {
  get(name: string): string | undefined
}

/** string = replace; null = remove; { append } = add to the client's comma-separated list, once. Names in lower case. */
export type HeaderEdits = Readonly<Record<string, string | null | { readonly append: string }>>
