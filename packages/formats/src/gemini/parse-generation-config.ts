import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { Conversation, OutputFormat } from '../model/conversation.js'
import { fromGoogleSchema } from '../schema/from-google-schema.js'
import { parseThinkingConfig } from './thinking-config.js'

/** To be spread into the conversation. */
export function parseGenerationConfig(config: ObjectReader): Partial<Conversation> {
  return compact({
    maxTokens: config.optionalCount('maxOutputTokens'),
    temperature: config.optionalNumber('temperature'),
    topP: config.optionalNumber('topP'),
    topK: config.optionalNumber('topK'),
    stopSequences: config.optionalStrings('stopSequences'),
    presencePenalty: config.optionalNumber('presencePenalty'),
    frequencyPenalty: config.optionalNumber('frequencyPenalty'),
    seed: config.optionalNumber('seed'),
    count: config.optionalCount('candidateCount'),
    reasoning: parseThinkingConfig(config.optionalChild('thinkingConfig')),
    output: parseOutput(config),
  })
}

/** Types that are neither text nor JSON stay what they are: nobody else has them. */
function parseOutput(config: ObjectReader): OutputFormat | undefined {
  const type = config.object['responseMimeType']
  if (type === 'text/plain' || type === 'application/json') config.any('responseMimeType')
  if (type !== 'application/json') return undefined
  const schema = config.optionalChild('responseSchema')?.object
  const jsonSchema = config.optionalChild('responseJsonSchema')?.object
  if (schema !== undefined) return { type: 'json-schema', schema: fromGoogleSchema(schema) }
  return jsonSchema === undefined ? { type: 'json' } : { type: 'json-schema', schema: jsonSchema }
}
