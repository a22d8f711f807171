import type { Seal } from '../model/block.js'
import type { Dialect } from '../model/dialect.js'
import { writeSealEnvelope } from './seal-envelope.js'

/**
 * What stands in an answer to a client of `dialect` in the place of a signature: its own byte for byte, others in an
 * envelope. For providers use `nativeSeal`: they never get an envelope.
 */
export function encodeSeal(seal: Seal, dialect: Dialect): string {
  return seal.origin === dialect ? seal.data : writeSealEnvelope(seal)
}
