import { sealPrefix } from './seal-envelope.js'

/** Gemini's signatures are base64: of the last byte one digit is not whole. */
const inBase64 = Buffer.from(sealPrefix).toString('base64').slice(0, 14)

/**
 * Whether a request for a provider of the client's own dialect has another provider's seal in it: the conversation began
 * elsewhere, and the provider would refuse it byte for byte. `translateRequest` from a dialect to itself leaves it out.
 */
export function carriesSealEnvelope(body: Uint8Array): boolean {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return bytes.includes(sealPrefix) || bytes.includes(inBase64)
}
