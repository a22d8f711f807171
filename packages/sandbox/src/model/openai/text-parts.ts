import * as v from 'valibot'

/** A text, or parts of which some have one. */
export const textParts = v.union([
  v.string(),
  v.array(v.looseObject({ type: v.string(), text: v.optional(v.string()), image_url: v.optional(v.unknown()) })),
])

export const textOf = (value: v.InferOutput<typeof textParts> | null | undefined): string =>
  typeof value === 'string' ? value : (value ?? []).map(({ text }) => text ?? '').join('')

/** Addresses of pictures: Chat has them in an object, Responses as they are. */
export function imagesOf(value: v.InferOutput<typeof textParts> | null | undefined): readonly string[] {
  const urls = (typeof value === 'string' ? [] : (value ?? [])).map(({ image_url: image }) =>
    v.is(v.looseObject({ url: v.string() }), image) ? image.url : image,
  )
  return urls.filter((url) => typeof url === 'string')
}
