// `thoughtSignature`: Google's own as it is, others in an envelope, as base64 because the field is of bytes.
import type { Seal } from '../model/block.js'
import { decodeSeal } from '../seal/decode-seal.js'
import { encodeSeal } from '../seal/encode-seal.js'
import { isSealEnvelope } from '../seal/seal-envelope.js'

/** Google's word for "made elsewhere" on a call (ai.google.dev/gemini-api/docs/thought-signatures). */
export const skipValidation = 'skip_thought_signature_validator'
/** Seals of several thoughts can be on one part. */
const separator = ' '

export interface PartSeals {
  /** Gemini's, for this part. */
  readonly own?: Seal
  /** Of other providers, for thoughts before this part. */
  readonly foreign: readonly Seal[]
}

export function readPartSeals(signature: string | undefined): PartSeals {
  if (signature === undefined || signature === '' || signature === skipValidation) return { foreign: [] }
  const text = Buffer.from(signature, 'base64').toString()
  if (!isSealEnvelope(text)) return { own: { origin: 'gemini', data: signature }, foreign: [] }
  const seals = text.split(separator).map((envelope) => decodeSeal(envelope, 'gemini'))
  return { foreign: seals.filter((seal) => seal !== undefined) }
}

export function writeForeignSeals(seals: readonly Seal[]): string {
  return Buffer.from(seals.map((seal) => encodeSeal(seal, 'gemini')).join(separator)).toString('base64')
}
