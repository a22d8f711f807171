import type { Codec } from '../codec.js'
import type { ConversationField } from '../fields/conversation-field.js'
import type { FieldColumn } from '../fields/field-rule.js'
import { FormatError } from '../format-error.js'
import { NotesCollector } from '../notes-collector.js'
import { fieldSample } from './field-samples.js'

/** What the column says of each field, as far as `x-ccproxy-dropped` and errors show it. */
export function expectedOutcomes(column: FieldColumn): Readonly<Record<string, string>> {
  const outcomes = Object.entries(column).map(([field, { rule }]) => [field, rule === 'mapped' ? 'kept' : rule])
  return Object.fromEntries(outcomes)
}

/** What the renderer really does with each. @param model one that takes most */
export function fieldOutcomes(codec: Codec, column: FieldColumn, model: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(column).map((field) => [field, outcome(codec, column, field, model)]))
}

function outcome(codec: Codec, column: FieldColumn, field: string, model: string): string {
  if (!isField(column, field)) return 'unknown'
  const notes = new NotesCollector()
  try {
    codec.renderRequest(fieldSample(field, codec.dialect, model), notes)
  } catch (error) {
    if (error instanceof FormatError && error.status === 400) return 'refused'
    throw error
  }
  return notes.dropped.includes(field) ? 'dropped' : 'kept'
}

function isField(column: FieldColumn, field: string): field is ConversationField {
  return Object.hasOwn(column, field)
}
