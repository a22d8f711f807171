// What an authorization server says about a refused request, in the shapes that servers use for it.
import { isJsonObject, type JsonObject } from './json-object.js'
import { showable } from './server-text.js'

export interface RefusalWords {
  /** A name such as `invalid_grant` (RFC 6749 section 5.2); absent when the server gave no name. */
  readonly error: string | undefined
  /** Every name in the answer, in the order in which they count. */
  readonly names: readonly string[]
  /** One short, printable sentence. */
  readonly description: string | undefined
  /** True when the body is a web page: a firewall or a proxy answered instead of the server. */
  readonly isPage: boolean
}

const nothing: RefusalWords = { error: undefined, names: [], description: undefined, isPage: false }

/** Some servers put an object or a sentence where the name belongs. */
const namePattern = /^[\w.:/-]{1,64}$/

/** Members that hold a sentence: RFC 6749, RFC 9457 (problem details), and what is common besides. */
const sentenceKeys = ['error_description', 'error_message', 'message', 'detail', 'errorSummary', 'msg', 'title']

/**
 * @param text the body; undefined: it was too large to be read
 * @param secrets of the request: a sentence that repeats one of them is left out
 */
export function refusalWords(
  text: string | undefined,
  body: JsonObject | undefined,
  secrets: readonly string[],
): RefusalWords {
  if (text === undefined) return nothing
  if (body === undefined) return pageWords(text, secrets)
  const inner = body['error']
  const nested = isJsonObject(inner) ? inner : {}
  const places = [inner, nested['code'], nested['type'], nested['status'], body['error_code'], body['code']]
  const sentences = [body, nested].flatMap((part) => sentenceKeys.map((key) => part[key]))
  const named = places.flatMap((name) => showable(name, secrets) ?? []).filter(isName)
  const [error] = named
  // `"error": "some sentence"`
  const spoken = [...sentences, inner].map((sentence) => showable(sentence, secrets))
  const description = spoken.find((sentence) => sentence !== undefined && sentence !== error)
  return { error, names: named, description, isPage: false }
}

function isName(text: string): boolean {
  return namePattern.test(text) && /[a-z]/i.test(text)
}

/** The title of a page says who made it (`Attention Required! | Cloudflare`); the rest is not shown. */
function pageWords(text: string, secrets: readonly string[]): RefusalWords {
  const start = text.slice(0, 16_384)
  if (!/^\s*</.test(start)) return nothing
  const title = /<title[^>]*>([^<]{1,400})/i.exec(start)?.[1]?.replaceAll(/\s+/g, ' ')
  return { error: undefined, names: [], description: showable(title, secrets), isPage: true }
}
