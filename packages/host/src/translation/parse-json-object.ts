import type { JsonObject } from '@ccproxy/formats'
import { parseBody } from '@ccproxy/formats/json'

/** undefined: it is no JSON, or no object. The parser's own error would have a piece of the text in it. */
export function parseJsonObject(bytes: Uint8Array): JsonObject | undefined {
  return parseBody(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())
}
