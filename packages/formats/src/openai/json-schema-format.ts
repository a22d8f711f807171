import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { OutputFormat } from '../model/conversation.js'
import { isStrictSchema } from './strict-schema.js'

type JsonSchemaFormat = Extract<OutputFormat, { type: 'json-schema' }>

/** What `text.format` (Responses) and `response_format.json_schema` (Chat) say. */
export function parseJsonSchema(reader: ObjectReader): JsonSchemaFormat {
  return compact({
    type: 'json-schema',
    name: reader.optionalString('name'),
    description: reader.optionalString('description'),
    schema: reader.child('schema').object,
    strict: reader.optionalBoolean('strict'),
  })
}

export interface RenderedJsonSchema {
  name: string
  description?: string
  schema: Record<string, unknown>
  strict?: boolean
}

/** A name is required there. Strictness is asked for where the schema allows it. */
export function renderJsonSchema({ name, description, schema, strict }: JsonSchemaFormat): RenderedJsonSchema {
  const isStrict = strict === true ? isStrictSchema(schema) : strict
  return compact({ name: name ?? 'answer', description, schema: { ...schema }, strict: isStrict })
}
