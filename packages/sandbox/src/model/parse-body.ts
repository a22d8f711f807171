import * as v from 'valibot'
import { ModelError } from './model-error.js'

/** @throws ModelError 400, naming the field (`max_tokens: …`) */
export function parseBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body)
  if (result.success) return result.output
  const [issue] = result.issues
  throw new ModelError(400, `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`)
}
