import { ModelError } from '../model-error.js'
import type { ModelWire, Refusal } from '../model-wire.js'
import { chatCompletionChunks, chatCompletionOf } from './chat-answer.js'
import { parseChat } from './chat-request.js'
import { openaiFailure } from './openai-failure.js'
import { findOpenaiModel, openaiModels } from './openai-models.js'
import { responseOf } from './responses-answer.js'
import { responseEvents } from './responses-events.js'
import { parseResponses } from './responses-request.js'

const refusals: Readonly<Record<Refusal, string>> = {
  absent: "You didn't provide an API key",
  conflicting: 'More than one credential was sent',
  expired: 'The access token has expired',
  unknown: 'Incorrect API key provided',
  unknownKey: 'Incorrect API key provided',
}

const common = {
  requestIdHeader: 'x-request-id',
  failure: openaiFailure,
  refuse: (refusal: Refusal) => new ModelError(401, refusals[refusal]),
  limitHeaders: {
    'x-ratelimit-limit-requests': '1000',
    'x-ratelimit-remaining-requests': '999',
    'x-ratelimit-reset-requests': '60ms',
  },
  models: openaiModels,
  findModel: findOpenaiModel,
} satisfies Partial<ModelWire>

/** Chat completions of OpenAI. */
export const chatWire: ModelWire = {
  ...common,
  parse: parseChat,
  whole: chatCompletionOf,
  events: chatCompletionChunks,
}

/** The Responses API of OpenAI. */
export const responsesWire: ModelWire = {
  ...common,
  parse: parseResponses,
  whole: responseOf,
  events: responseEvents,
}
