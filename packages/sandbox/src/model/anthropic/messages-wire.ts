import { ModelError } from '../model-error.js'
import type { ModelWire, Refusal } from '../model-wire.js'
import { anthropicFailure } from './anthropic-failure.js'
import { anthropicModels, findAnthropicModel } from './anthropic-models.js'
import { messageEvents, messageOf } from './messages-answer.js'
import { countMessages, parseMessages } from './messages-request.js'

const refusals: Readonly<Record<Refusal, string>> = {
  absent: 'x-api-key header or bearer token is required',
  conflicting: 'Send either x-api-key or a bearer token, not both',
  expired: 'OAuth token has expired',
  unknown: 'Invalid bearer token',
  unknownKey: 'invalid x-api-key',
}

/** The Messages API of Anthropic. */
export const messagesWire: ModelWire = {
  requestIdHeader: 'request-id',
  parse: parseMessages,
  whole: messageOf,
  events: messageEvents,
  failure: anthropicFailure,
  refuse: (refusal) => new ModelError(401, refusals[refusal]),
  limitHeaders: { 'anthropic-ratelimit-requests-limit': '1000', 'anthropic-ratelimit-requests-remaining': '999' },
  models: anthropicModels,
  findModel: findAnthropicModel,
  count: countMessages,
}
