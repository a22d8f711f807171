import type { Random } from '../../soak/random.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const junk: readonly [Json, ...Json[]] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  1.5,
  '',
  'x',
  '\u0000',
  'a\r\nb: c',
  '\ud83d',
  '日本',
  'data:image/png;base64,!!!!',
  'data:,',
  'https://evil.example/x.png',
  '{"a":1}',
  'x'.repeat(3000),
  [],
  {},
  [[]],
  [null],
  { type: 'text' },
  { type: 'tool_result' },
  { type: 'unheard-of', text: 'x' },
  { text: null },
  { __proto__: null, constructor: 1 },
]

/** The same with one to four places changed. @param by what they are changed into; absent: anything */
export function mutated(random: Random, value: Json, by?: Json): Json {
  let result = value
  for (let left = by === undefined ? random.between(1, 4) : 1; left > 0; left -= 1) result = changed(random, result, by)
  return result
}

function changed(random: Random, value: Json, by: Json | undefined): Json {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const [first, ...rest] = entries
  if (first === undefined || random.chance(0.12)) return by ?? random.pick(junk)
  const [key] = random.pick([first, ...rest])
  const edit = by === undefined ? random.weighted({ into: 8, remove: 1, repeat: 1, add: 1 }) : 'into'
  if (Array.isArray(value)) return changedList(random, value, Number(key), edit, by)
  const copy: Record<string, Json> = Object.fromEntries(entries)
  if (edit === 'remove') Reflect.deleteProperty(copy, key)
  else if (edit === 'into') copy[key] = changed(random, copy[key] ?? null, by)
  else copy[random.pick(['x', 'stream', 'type', 'content', 'role', '__proto__', 'toString'])] = random.pick(junk)
  return copy
}

function changedList(random: Random, list: readonly Json[], index: number, edit: string, by: Json | undefined): Json {
  if (edit === 'remove') return list.toSpliced(index, 1)
  if (edit === 'into') return list.with(index, changed(random, list[index] ?? null, by))
  return list.toSpliced(index, 0, edit === 'add' ? random.pick(junk) : (list[index] ?? null))
}
