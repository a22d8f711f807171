import type { Dialect } from '@ccproxy/core'
import type { Random } from '../../soak/random.ts'
import { modelNames } from './make-target.ts'
import { isRecord, type Json, mutated } from './mutate-json.ts'
import { sampleBody } from './sample-body.ts'

const makers = {
  good: (random: Random, dialect: Dialect) => jsonOf(withModel(random, sampleBody(random, dialect))),
  mutated: (random: Random, dialect: Dialect) =>
    jsonOf(mutated(random, withModel(random, sampleBody(random, dialect)))),
  garbage,
  deep,
  empty: () => Buffer.alloc(0),
}

/** The body of a request in a dialect: as it should be, changed somewhere, or nothing of the kind. */
export function makeBody(random: Random, dialect: Dialect): Buffer {
  return makers[random.weighted({ good: 35, mutated: 50, garbage: 10, deep: 1, empty: 2 })](random, dialect)
}

function withModel(random: Random, body: Json): Json {
  if (random.chance(0.6) || !isRecord(body) || body['model'] === undefined) return body
  return { ...body, model: random.pick(modelNames) }
}

function jsonOf(value: Json): Buffer {
  return Buffer.from(JSON.stringify(value) ?? '')
}

function garbage(random: Random): Buffer {
  return Buffer.from(
    random.pick([
      'null',
      '[]',
      '"x"',
      '{',
      '{"model":"m"',
      '{"model":"m","model":"n"}',
      '{"model":1}',
      '{"__proto__":{"a":1},"model":"m","messages":[]}',
      '\ufeff{"model":"m"}',
      '{"model":"\\u006d","messages":null}',
      '{"a":1e999}',
      'x'.repeat(random.between(0, 20_000)),
      'data: {"model":"m"}\n\n',
      '\u0000'.repeat(300),
    ]),
  )
}

const nests: readonly [Nest, ...Nest[]] = [
  ['[', ']'],
  ['{"a":', '}'],
  ['{"properties":{"a":', '}}'],
  ['{"type":"array","items":', '}'],
  ['{"anyOf":[', ']}'],
]

type Nest = readonly [open: string, close: string]

/** Deeper than a stack of calls. */
function deep(random: Random, dialect: Dialect): Buffer {
  const levels = random.pick([200, 2000, 20_000])
  const [open, close] = random.pick(nests)
  const value = `${open.repeat(levels)}1${close.repeat(levels)}`
  const text = JSON.stringify(mutated(random, sampleBody(random, dialect), 'DEEP'))
  return Buffer.from(text.replace('"DEEP"', () => value))
}
