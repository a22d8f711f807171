import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { ReasoningBlock, Seal } from '../model/block.js'
import { decodeSeal } from '../seal/decode-seal.js'

/** A reasoning item: its summary, else the thoughts themselves where a provider shows them. */
export function parseReasoning(item: ObjectReader): ReasoningBlock {
  const summary = item.optionalChildren('summary').map((part) => part.string('text'))
  const content = item.optionalChildren('content').map((part) => part.string('text'))
  const seal = parseEncrypted(item)
  return compact({
    type: 'reasoning',
    texts: seal?.texts ?? (summary.length > 0 ? summary : content),
    seal,
    isRedacted: seal?.isRedacted,
  })
}

function parseEncrypted(item: ObjectReader): Seal | undefined {
  const encrypted = item.optionalString('encrypted_content')
  const id = item.optionalString('id')
  if (encrypted === undefined) return undefined
  const seal = decodeSeal(encrypted, 'openai-responses')
  return seal?.origin === 'openai-responses' && id !== undefined ? { ...seal, id: seal.id ?? id } : seal
}
