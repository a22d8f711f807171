// Values of environment and command line are text; the shape of the setting says what they mean.

import type { SettingsShape } from './settings-shape.js'
import { isRecord } from './settings-tree.js'

const booleans: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'off', '0'].map((word) => [word, false] as const),
])

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function coerceList(text: string, items: SettingsShape): unknown {
  if (text.startsWith('[')) return parseJson(text) ?? text
  const parts = text.split(',').map((part) => part.trim())
  return parts.filter((part) => part !== '').map((part) => coerceText(part, items))
}

/**
 * A list is JSON or comma-separated, a table is JSON. Text that does not fit is returned as it is: the schema then says
 * what it expected.
 */
export function coerceText(text: string, shape: SettingsShape): unknown {
  const trimmed = text.trim()
  if (shape.kind === 'number') return /^[+-]?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : text
  if (shape.kind === 'boolean') return booleans.get(trimmed.toLowerCase()) ?? text
  if (shape.kind === 'list')
    return shape.orText === true && !/^\[|,/.test(trimmed) ? text : coerceList(trimmed, shape.items)
  if (shape.kind !== 'table') return text
  const value = parseJson(trimmed)
  return isRecord(value) ? value : text
}
