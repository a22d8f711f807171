/** An object without the members that are `undefined`, in the types too. */
export type Compact<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** Leaves out what is `undefined`, so that optional members can be written in one object literal. */
export function compact<const T extends object>(object: T): Compact<T>
export function compact(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}
