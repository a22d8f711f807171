import { isJsonObject } from '../json/is-json-object.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { AssistantBlock, Seal, ToolCallBlock } from '../model/block.js'
import { partName } from './part-name.js'
import { readPartSeals } from './part-seals.js'

/** @returns the id of a call: as it came, or a new one */
export type NameCall = (name: string, id: string | undefined) => string

/** Parts of a content of the model, in a request or as the answer. */
export function parseModelParts(parts: readonly ObjectReader[], nameCall: NameCall): readonly AssistantBlock[] {
  const reader = new ModelParts(nameCall)
  for (const part of parts) reader.add(part)
  return reader.end()
}

class ModelParts {
  readonly #nameCall: NameCall
  readonly #blocks: AssistantBlock[] = []
  /** Thoughts without a signature so far. */
  #thoughts: string[] = []

  constructor(nameCall: NameCall) {
    this.#nameCall = nameCall
  }

  add(part: ObjectReader): void {
    const { own, foreign } = readPartSeals(part.optionalString('thoughtSignature'))
    // The thoughts before it are what was shown of the sealed ones.
    if (foreign.length > 0) this.#thoughts = []
    this.#blocks.push(...foreign.map(sealedThought))
    if (part.optionalBoolean('thought') !== true) this.#addSaid(part, own)
    else if (foreign.length === 0) this.#addThought(part.optionalString('text') ?? '', own)
  }

  end(): readonly AssistantBlock[] {
    this.#endThoughts(undefined)
    return this.#blocks
  }

  #addThought(text: string, seal: Seal | undefined): void {
    if (text !== '') this.#thoughts.push(text)
    if (seal !== undefined) this.#endThoughts(seal)
  }

  #endThoughts(seal: Seal | undefined): void {
    const texts = this.#thoughts
    this.#thoughts = []
    if (seal !== undefined) this.#blocks.push({ type: 'reasoning', texts, seal: { ...seal, texts } })
    else if (texts.length > 0) this.#blocks.push({ type: 'reasoning', texts })
  }

  #addSaid(part: ObjectReader, seal: Seal | undefined): void {
    this.#endThoughts(undefined)
    const text = part.optionalString('text')
    const call = part.optionalChild('functionCall')
    // A signature of what was said before comes on an empty text, where nothing else follows.
    if (text === '') this.#endThoughts(seal)
    else if (text !== undefined) this.#blocks.push({ type: 'text', text, ...(seal !== undefined && { seal }) })
    else if (call !== undefined) this.#blocks.push(parseCall(call, seal, this.#nameCall))
    else {
      const name = partName(part)
      if (name !== undefined)
        this.#blocks.push({ type: 'opaque', value: { dialect: 'gemini', name, json: part.object } })
    }
  }
}

function sealedThought(seal: Seal): AssistantBlock {
  const { texts = [], isRedacted } = seal
  return { type: 'reasoning', texts, seal, ...(isRedacted === true && { isRedacted }) }
}

export function parseCall(call: ObjectReader, seal: Seal | undefined, nameCall: NameCall): ToolCallBlock {
  const name = call.string('name')
  if (name === '') call.fail('name', 'must not be empty')
  const args = call.any('args') ?? {}
  if (!isJsonObject(args)) call.fail('args', 'must be an object')
  const id = call.optionalString('id')
  return {
    type: 'tool-call',
    id: nameCall(name, id === '' ? undefined : id),
    name,
    arguments: JSON.stringify(args),
    ...(seal !== undefined && { seal }),
  }
}
