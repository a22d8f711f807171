// Numbers keep the text that they came with where JavaScript would write another one: identifiers of 64 bits, long decimals,
// 1e400, -0, 1.0 (which Python reads as another type than 1). They are values of `JSON.rawJSON`, which `JSON.stringify` writes
// as they came. https://github.com/tc39/proposal-json-parse-with-source
import { isJsonObject } from './is-json-object.js'
import { numberTokens } from './number-tokens.js'

declare global {
  interface JSON {
    rawJSON(text: string): { readonly rawJSON: string }
    isRawJSON(value: unknown): value is { readonly rawJSON: string }
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown
  }
}

/** So few digits are the same number afterwards, even if JavaScript writes it in another way. */
const short = /^-?[\d.]{1,15}$/

/**
 * @param ownDepth numbers within no more brackets than this belong to an API (`temperature`), not to a user's JSON: there 1.0
 *   may become 1. Absent: no number is an API's own.
 * @throws SyntaxError as `JSON.parse`
 */
export function parseExactly(text: string, ownDepth = -1): unknown {
  // With a reviver, parsing takes several times as long, and few texts need one.
  for (const { token, depth } of numberTokens(text))
    if (isChanged(token) && (depth > ownDepth || !short.test(token)))
      return withPlainNumbers(JSON.parse(text, keepText), ownDepth)
  return JSON.parse(text)
}

/** A number, exact or not; undefined: it is none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return JSON.isRawJSON(value) ? Number(value.rawJSON) : undefined
}

const isChanged = (token: string): boolean => String(Number(token)) !== token

function keepText(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  return typeof value === 'number' && source !== undefined && isChanged(source) ? JSON.rawJSON(source) : value
}

function withPlainNumbers(value: unknown, ownDepth: number): unknown {
  if (ownDepth < 0) return value
  if (JSON.isRawJSON(value)) return short.test(value.rawJSON) ? Number(value.rawJSON) : value
  if (Array.isArray(value)) return value.map((item: unknown) => withPlainNumbers(item, ownDepth - 1))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withPlainNumbers(item, ownDepth - 1)]))
}
