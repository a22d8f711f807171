import { FormatError } from '../format-error.js'
import type { Dialect } from '../model/dialect.js'
import type { ConversationField } from './conversation-field.js'
import { fieldTable } from './field-table.js'

/**
 * The error for what a target cannot do without saying something else.
 * @param origin what the client speaks: the field is named in its words
 * @param problem follows the name: `cannot be 2: this model gives one answer`
 */
export function refusedField(origin: Dialect, field: ConversationField, problem: string): FormatError {
  const name = fieldTable[origin][field].name ?? field
  return new FormatError(400, `${name} ${problem}`, name)
}
