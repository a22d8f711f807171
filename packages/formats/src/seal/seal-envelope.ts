// A seal on its way through a client of another dialect, which sends it back unread.
import { isJsonObject } from '../json/is-json-object.js'
import { parseJson } from '../json/parse-json.js'
import type { Seal, SealHolder } from '../model/block.js'
import type { Dialect } from '../model/dialect.js'

/** What every envelope begins with. */
export const sealPrefix = 'ccp-seal-1.'
/** As long as the longest event of a stream: nothing longer was ever sent to a client. */
const maxCharacters = 10 * 1024 * 1024
const dialects: readonly Dialect[] = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini']

export function isSealEnvelope(text: string): boolean {
  return text.startsWith(sealPrefix)
}

export function writeSealEnvelope(seal: Seal): string {
  return sealPrefix + Buffer.from(JSON.stringify(seal)).toString('base64url')
}

/** Absent when it is no envelope, or one that was cut or changed. */
export function readSealEnvelope(text: string): Seal | undefined {
  if (!isSealEnvelope(text) || text.length > maxCharacters) return undefined
  const value = parseJson(Buffer.from(text.slice(sealPrefix.length), 'base64url').toString())
  if (!isJsonObject(value)) return undefined
  const { origin, data, id, texts, isRedacted } = value
  const holder = readHolder(value['holder'])
  const dialect = dialects.find((known) => known === origin)
  if (dialect === undefined || typeof data !== 'string') return undefined
  return {
    origin: dialect,
    data,
    ...(typeof id === 'string' && { id }),
    ...(isStrings(texts) && { texts }),
    ...(isRedacted === true && { isRedacted }),
    ...(holder !== undefined && { holder }),
  }
}

function readHolder(value: unknown): SealHolder | undefined {
  if (value === 'text') return value
  if (!isJsonObject(value) || typeof value['callId'] !== 'string') return undefined
  return { callId: value['callId'] }
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
