import { isJsonObject } from '../json/is-json-object.js'
import type { RefusalBlock } from '../model/block.js'

/** Why the provider refused, where it says so. @param details `stop_details` of an answer */
export function refusalOf(details: unknown): RefusalBlock | undefined {
  if (!isJsonObject(details) || details['type'] !== 'refusal') return undefined
  const { explanation } = details
  return typeof explanation === 'string' && explanation !== '' ? { type: 'refusal', text: explanation } : undefined
}
