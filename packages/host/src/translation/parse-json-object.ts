import type { JsonObject } from '@ccproxy/formats'

/** undefined: it is no JSON, or no object. The parser's own error would have a piece of the text in it. */
export function parseJsonObject(bytes: Uint8Array): JsonObject | undefined {
  const value = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())
  return isJsonObject(value) ? value : undefined
}

/** undefined: it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
