// What the body of an error says to people, in whatever shape it comes.
import { isJsonObject } from './json/is-json-object.js'
import type { JsonObject } from './model/json.js'

/** Letters of a message that clients show. */
const longest = 1000
/** Messages that hold JSON that holds a message. */
const deepest = 8

/** Members that hold words: OpenAI, Anthropic and Google, RFC 6749, RFC 9457 (problem details), FastAPI. */
const wordKeys = ['message', 'error_description', 'error_message', 'detail', 'msg', 'reason', 'title']

/** @param body JSON, or the text of a body that is none @returns one printable line; without words, the status alone */
export function errorWords(status: number, body: unknown): string {
  return wordsIn(body) ?? `The provider answered ${status}`
}

/** The object that an error body is about: servers wrap it in an array, or leave the member `error` out. */
export function errorBody(body: unknown): JsonObject {
  const holder: unknown = Array.isArray(body) ? body[0] : body
  return isJsonObject(holder) ? holder : {}
}

function wordsIn(value: unknown, depth = 0): string | undefined {
  if (depth > deepest) return undefined
  if (typeof value === 'string') return wordsOfText(value, depth)
  if (Array.isArray(value)) {
    const found = value.slice(0, 5).flatMap((item: unknown) => wordsIn(item, depth + 1) ?? [])
    return found.length === 0 ? undefined : cleaned(found.join('; '))
  }
  if (!isJsonObject(value)) return undefined
  const said = wordsIn(value['error'], depth + 1) ?? firstWords(value, depth) ?? wordsIn(value['errors'], depth + 1)
  // OpenRouter puts what the provider behind it said here: https://openrouter.ai/docs/api-reference/errors
  const behind = isJsonObject(value['metadata']) ? wordsIn(value['metadata']['raw'], depth + 1) : undefined
  if (said !== undefined && behind !== undefined && !said.includes(behind)) return cleaned(`${said}: ${behind}`)
  return said ?? behind
}

function firstWords(value: JsonObject, depth: number): string | undefined {
  for (const key of wordKeys) {
    const words = wordsIn(value[key], depth + 1)
    if (words !== undefined) return inPlace(value, words)
  }
  return undefined
}

/** FastAPI: `{"loc": ["body", "messages", 0], "msg": "Field required"}`. */
function inPlace({ loc }: JsonObject, words: string): string {
  const place = Array.isArray(loc) ? loc.filter((part) => typeof part === 'string' || typeof part === 'number') : []
  return place.length === 0 ? words : cleaned(`${place.join('.')}: ${words}`)
}

function wordsOfText(text: string, depth: number): string | undefined {
  const trimmed = text.trim()
  if (/^[[{]/.test(trimmed)) {
    try {
      return wordsIn(JSON.parse(trimmed), depth + 1) ?? plain(trimmed)
    } catch {
      return plain(trimmed)
    }
  }
  return plain(trimmed.startsWith('<') ? textOfPage(trimmed) : trimmed)
}

/** The title of a page, else its first words. */
function textOfPage(page: string): string {
  const title = /<title[^>]*>([^<]{1,400})/i.exec(page.slice(0, 65_536))?.[1]
  if (title !== undefined && title.trim() !== '') return title
  return page
    .slice(0, 65_536)
    .replaceAll(/<(script|style)\b[^]*?<\/\1\s*>/gi, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
}

function plain(text: string): string | undefined {
  const words = cleaned(text)
  return words === '' ? undefined : words
}

function cleaned(text: string): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll(/[\p{Cf}]/gu, '')
    .trim()
  return line.length > longest ? `${line.slice(0, longest).toWellFormed()}…` : line
}
