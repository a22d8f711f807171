import { sealPrefix } from './seal-envelope.js'

/** Gemini's signatures are base64: of the last byte one digit is not whole. */
const inBase64 = Buffer.from(sealPrefix).toString('base64').slice(0, 14)

/**
 * How often a request holds what another provider's seal begins with: the conversation began elsewhere, or somebody talks
 * about seals. `translateRequest` from a dialect to itself leaves the former out, and the latter as it is.
 */
export function countSealEnvelopes(body: Uint8Array): number {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return countOf(bytes, sealPrefix) + countOf(bytes, inBase64)
}

function countOf(bytes: Buffer, word: string): number {
  let count = 0
  for (let at = bytes.indexOf(word); at !== -1; at = bytes.indexOf(word, at + word.length)) count += 1
  return count
}
