import { expect } from 'vitest'
import type { Codec } from '../codec.js'
import type { ConversationField } from '../fields/conversation-field.js'
import type { FieldColumn } from '../fields/field-rule.js'
import { FormatError } from '../format-error.js'
import { NotesCollector } from '../notes-collector.js'
import { fieldSample } from './field-samples.js'

/** What the renderer really does with each field is what the column says. @param model one that takes most */
export function expectFieldRules(codec: Codec, column: FieldColumn, model: string): void {
  const expected = Object.fromEntries(
    Object.entries(column).map(([field, { rule }]) => [field, rule === 'mapped' ? 'kept' : rule]),
  )
  const found = Object.fromEntries(Object.keys(column).map((field) => [field, outcome(codec, column, field, model)]))
  expect(found).toEqual(expected)
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
