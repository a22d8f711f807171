import type { ObjectReader } from '../json/object-reader.js'
import type { OpaqueBlock } from '../model/block.js'

/** Pictures of a message of the model, as OpenRouter writes them and wants them back. */
export function parseImages(message: ObjectReader): readonly OpaqueBlock[] {
  return message.optionalChildren('images').map(({ object }) => ({
    type: 'opaque',
    value: { dialect: 'openai-chat', name: 'image_url', json: object },
  }))
}
