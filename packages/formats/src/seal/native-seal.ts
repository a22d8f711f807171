import type { Seal } from '../model/block.js'
import type { Dialect } from '../model/dialect.js'

/** The seal, if the provider of `dialect` made it. Absent: nothing may be sent there in its place. */
export function nativeSeal(seal: Seal | undefined, dialect: Dialect): Seal | undefined {
  return seal?.origin === dialect ? seal : undefined
}
