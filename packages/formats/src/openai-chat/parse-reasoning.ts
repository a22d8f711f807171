import { isJsonObject } from '../json/is-json-object.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { ReasoningBlock, Seal } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import { isSealEnvelope, readSealEnvelope } from '../seal/seal-envelope.js'
import { detailText, reasoningFields, sealChat } from './chat-reasoning.js'

export interface ParsedReasoning {
  readonly blocks: readonly ReasoningBlock[]
  /** Seals of texts and calls. */
  readonly travelling: readonly Seal[]
}

/** Thoughts of a message, in a request or in an answer. */
export function parseReasoning(message: ObjectReader): ParsedReasoning {
  const field = reasoningFields.find((name) => (message.optionalString(name) ?? '') !== '')
  const shown = field === undefined ? undefined : message.string(field)
  const details = (message.optionalItems('reasoning_details') ?? [])
    .map(({ value }) => value)
    .filter((detail) => isJsonObject(detail))
  const seals = details.map((detail) => envelopeOf(detail)).filter((seal) => seal !== undefined)
  const ours = seals.filter(({ holder }) => holder === undefined)
  const travelling = seals.filter(({ holder }) => holder !== undefined)
  if (ours.length > 0)
    return { blocks: ours.map((seal) => sealedBlock(seal, ours.length === 1 ? shown : undefined)), travelling }
  const native = details.filter((detail) => !isOurs(detail))
  const text = shown ?? native.map((detail) => detailText(detail)).join('')
  if (text === '' && native.length === 0) return { blocks: [], travelling }
  const texts = text === '' ? [] : [text]
  // A provider that brought no text in a member of its own gets it back in its details only.
  const seal = sealChat({ ...(field !== undefined && { field }), details: native }, texts)
  return { blocks: [{ type: 'reasoning', texts, seal }], travelling }
}

function sealedBlock(seal: Seal, shown: string | undefined): ReasoningBlock {
  const texts = seal.texts ?? (shown === undefined || seal.isRedacted === true ? [] : [shown])
  return { type: 'reasoning', texts, seal, ...(seal.isRedacted && { isRedacted: seal.isRedacted }) }
}

function isOurs({ data }: JsonObject): boolean {
  return typeof data === 'string' && isSealEnvelope(data)
}

function envelopeOf({ data }: JsonObject): Seal | undefined {
  return typeof data === 'string' ? readSealEnvelope(data) : undefined
}
