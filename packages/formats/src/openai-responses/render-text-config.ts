import type { ResponseTextConfig } from 'openai/resources/responses/responses'
import { compact } from '../json/compact.js'
import type { Conversation, OutputFormat } from '../model/conversation.js'
import { renderJsonSchema } from '../openai/json-schema-format.js'
import { modelTraits } from '../openai/model-traits.js'
import type { RenderNotes } from '../render-notes.js'

/** Absent when it would say nothing. */
export function renderTextConfig(
  { output, verbosity, model }: Conversation,
  notes: RenderNotes,
): ResponseTextConfig | undefined {
  const takesVerbosity = !modelTraits(model).refusesReasoning
  if (verbosity !== undefined && verbosity !== 'medium' && !takesVerbosity) notes.drop('verbosity')
  const config = compact({
    format: output === undefined ? undefined : renderFormat(output),
    verbosity: takesVerbosity ? verbosity : undefined,
  })
  return Object.keys(config).length === 0 ? undefined : config
}

export function renderFormat(output: OutputFormat): NonNullable<ResponseTextConfig['format']> {
  return output.type === 'json' ? { type: 'json_object' } : { type: 'json_schema', ...renderJsonSchema(output) }
}
