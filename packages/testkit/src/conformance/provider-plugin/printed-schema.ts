import { isRecord } from './is-record.js'

/** A settings schema as JSON Schema; undefined: it cannot print itself. */
export function printedSchema(config: object): unknown {
  const standard: unknown = Reflect.get(config, '~standard')
  const printer = isRecord(standard) ? standard['jsonSchema'] : undefined
  const input = isRecord(printer) ? printer['input'] : undefined
  if (typeof input !== 'function') return undefined
  try {
    const printed: unknown = Reflect.apply(input, printer, [{ target: 'draft-2020-12' }])
    return printed
  } catch {
    return undefined
  }
}
