import type { ObjectReader } from '../json/object-reader.js'
import type { Conversation, ReasoningRequest } from '../model/conversation.js'
import { keepUnread, type Parsing } from './parsing.js'

const efforts = ['low', 'medium', 'high', 'xhigh', 'max'] as const

/** `thinking` and `output_config`: what is asked of the thoughts and of the form of the answer. */
export function parseThinking(body: ObjectReader, parsing: Parsing): Pick<Conversation, 'reasoning' | 'output'> {
  const config = body.optionalChild('output_config')
  const effort = config?.optionalOneOf('effort', efforts)
  const reasoning = { ...(effort !== undefined && { effort }), ...parseMode(body, parsing) }
  // Off for thoughts, yet an effort for the answer: two things that the neutral word cannot say at once.
  if (effort !== undefined && reasoning.effort === 'none') parsing.extras.set('output_config.effort', effort)
  const output = config === undefined ? {} : parseFormat(config)
  if (config !== undefined) keepUnread(config, parsing)
  return { ...(Object.keys(reasoning).length > 0 && { reasoning }), ...output }
}

function parseMode(body: ObjectReader, parsing: Parsing): ReasoningRequest {
  const thinking = body.optionalChild('thinking')
  if (thinking === undefined) return {}
  const display = thinking.optionalOneOf('display', ['summarized', 'omitted'])
  const show = display === undefined ? {} : { show: display === 'summarized' }
  const mode = thinking.string('type')
  switch (mode) {
    case 'enabled':
      return {
        budgetTokens: thinking.optionalCount('budget_tokens') ?? thinking.fail('budget_tokens', 'is required'),
        ...show,
      }
    case 'adaptive':
      return { isAdaptive: true, ...show }
    case 'disabled':
      return { effort: 'none' }
    case 'between_tools':
      parsing.extras.set('thinking.type', mode)
      return { effort: 'none' }
    default:
      return thinking.fail('type', 'must be enabled, adaptive, disabled or between_tools')
  }
}

function parseFormat(config: ObjectReader): Pick<Conversation, 'output'> {
  const format = config.optionalChild('format')
  if (format === undefined) return {}
  if (format.string('type') !== 'json_schema') format.fail('type', 'must be json_schema')
  return { output: { type: 'json-schema', schema: format.child('schema').object, strict: true } }
}
