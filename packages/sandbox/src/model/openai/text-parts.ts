import * as v from 'valibot'

/** A text, or parts of which some have one. */
export const textParts = v.union([
  v.string(),
  v.array(v.looseObject({ type: v.string(), text: v.optional(v.string()) })),
])

export const textOf = (value: v.InferOutput<typeof textParts> | null | undefined): string =>
  typeof value === 'string' ? value : (value ?? []).map(({ text }) => text ?? '').join('')
