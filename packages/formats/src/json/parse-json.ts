import { parseExactly } from './raw-number.js'

/** Absent (`undefined`) when the text is no JSON. Numbers keep their digits. */
export function parseJson(text: string): unknown {
  try {
    return parseExactly(text)
  } catch {
    return undefined
  }
}
