/** Texts as one: many who speak Chat take a list of parts only where there are images. */
export function joinTexts(blocks: readonly { readonly text: string }[]): string {
  return blocks.map(({ text }) => text).join('\n\n')
}
