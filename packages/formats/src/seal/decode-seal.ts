import type { Seal } from '../model/block.js'
import type { Dialect } from '../model/dialect.js'
import { isSealEnvelope, readSealEnvelope } from './seal-envelope.js'

/**
 * What stood in the place of a signature, in a message of `dialect`.
 * @returns absent for an envelope of ours that was damaged on the way: nobody's provider would take it
 */
export function decodeSeal(text: string, dialect: Dialect): Seal | undefined {
  return isSealEnvelope(text) ? readSealEnvelope(text) : { origin: dialect, data: text }
}
