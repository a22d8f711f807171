import { parseExactly } from './raw-number.js'

/**
 * Absent (`undefined`) when the text is no JSON. Numbers keep their text.
 * @param ownDepth see parseExactly
 */
export function parseJson(text: string, ownDepth?: number): unknown {
  try {
    return parseExactly(text, ownDepth)
  } catch {
    return undefined
  }
}
