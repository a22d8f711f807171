import { createHash } from 'node:crypto'
import type { Dialect } from '../model/dialect.js'

interface ToolNameRule {
  /** Of the whole name. */
  readonly pattern: RegExp
  readonly maxLength: number
}

const openai: ToolNameRule = { pattern: /^[a-zA-Z0-9_-]{1,64}$/, maxLength: 64 }

/** Which names of tools a provider of each dialect takes. */
const rules: Readonly<Record<Dialect, ToolNameRule>> = {
  'anthropic-messages': { pattern: /^[a-zA-Z0-9_-]{1,128}$/, maxLength: 128 },
  'openai-chat': openai,
  'openai-responses': openai,
  gemini: { pattern: /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/, maxLength: 64 },
}

const hashCharacters = 12

/**
 * A name as providers of a dialect take it: itself where it fits, else its beginning and a hash of the whole. The same name
 * always becomes the same other one, so that prompt caches keep working.
 */
export function fitToolName(name: string, dialect: Dialect): string {
  const { pattern, maxLength } = rules[dialect]
  if (pattern.test(name)) return name
  const plain = name.replaceAll(/[^a-zA-Z0-9_-]/g, '_').replace(/^(?=[^a-zA-Z_])/, '_')
  const hash = createHash('sha256').update(name).digest('hex').slice(0, hashCharacters)
  return `${plain.slice(0, maxLength - hashCharacters - 1)}_${hash}`
}
