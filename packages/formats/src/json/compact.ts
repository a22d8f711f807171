/** An object without the members that are `undefined`, in the types too. */
export type Compact<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** Leaves out what is `undefined`, so that optional members can be written in one object literal. */
export function compact<const T extends object>(object: T): Compact<T>
export function compact(object: Readonly<Record<string, unknown>>): object {
  // Without pairs in between: a stream does this for each of its events.
  const result: Record<string, unknown> = {}
  for (const name of Object.keys(object)) if (object[name] !== undefined) result[name] = object[name]
  return result
}
