import type { JsonObject } from '@ccproxy/formats'
import { parseJsonObject as parseText } from '@ccproxy/formats/json'

/** undefined: it is no JSON, or no object. The parser's own error would have a piece of the text in it. */
export function parseJsonObject(bytes: Uint8Array): JsonObject | undefined {
  return parseText(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())
}
