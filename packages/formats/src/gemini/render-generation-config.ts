import { refusedField } from '../fields/refused-field.js'
import { compact } from '../json/compact.js'
import type { OutputFormat } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { simplifySchema } from '../schema/simplify-schema.js'
import { toGoogleSchema } from '../schema/to-google-schema.js'
import type { Rendering } from './rendering.js'
import { renderThinkingConfig } from './thinking-config.js'

const maxStopSequences = 5

/**
 * Absent when nothing is to be said.
 * @throws FormatError (400) for more than one answer
 */
export function renderGenerationConfig(rendering: Rendering): JsonObject | undefined {
  const { conversation } = rendering
  const { count, reasoning, output, origin } = conversation
  if (count !== undefined && count > 1) throw refusedField(origin, 'count', `cannot be ${count}: one answer is given`)
  const config = compact({
    temperature: conversation.temperature,
    topP: conversation.topP,
    topK: conversation.topK,
    maxOutputTokens: conversation.maxTokens,
    stopSequences: renderStopSequences(rendering),
    presencePenalty: conversation.presencePenalty,
    frequencyPenalty: conversation.frequencyPenalty,
    seed: renderSeed(conversation.seed),
    candidateCount: count,
    thinkingConfig: reasoning === undefined ? undefined : renderThinkingConfig(reasoning, rendering),
    ...(output === undefined ? {} : renderOutput(output, rendering)),
  })
  return Object.keys(config).length === 0 ? undefined : config
}

function renderStopSequences({ conversation, notes, isOwn }: Rendering): readonly string[] | undefined {
  const { stopSequences: sequences } = conversation
  if (sequences === undefined || isOwn || sequences.length <= maxStopSequences) return sequences
  notes.drop('stopSequences')
  return sequences.slice(0, maxStopSequences)
}

/** Of 32 bits there; a longer one still gives the same numbers each time. */
function renderSeed(seed: number | undefined): number | undefined {
  return seed === undefined || Math.abs(seed) <= 0x7f_ff_ff_ff ? seed : Math.trunc(seed) | 0
}

function renderOutput(output: OutputFormat, { notes, traits, conversation, isOwn }: Rendering): JsonObject {
  // "Function calling with a response mime type: 'application/json' is unsupported"
  if (!traits.takesSchemaWithTools && !isOwn && conversation.tools.length > 0) {
    notes.drop(output.type === 'json' ? 'jsonOutput' : 'jsonSchema')
    return {}
  }
  if (output.type === 'json') return { responseMimeType: 'application/json' }
  const { schema, dropped } = simplifySchema(output.schema)
  if (dropped.length > 0) notes.drop('schemaKeywords')
  const google = toGoogleSchema(schema)
  return {
    responseMimeType: 'application/json',
    ...(google === undefined ? { responseJsonSchema: schema } : { responseSchema: google }),
  }
}
