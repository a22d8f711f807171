export type { Codec, StreamParser, StreamRenderer, TokenCounting, WireError, WireRequest } from './codec.js'
export { codecs } from './codecs.js'
export {
  type CountTranslation,
  renderTokenCount,
  type TranslatedCount,
  translateCount,
  translateCountRequest,
} from './count-tokens.js'
export { estimateTokenCount } from './estimate-token-count.js'
export { FormatError } from './format-error.js'
export type { Answer, AnswerEvent, FinishReason, ProviderError, Usage } from './model/answer.js'
export type { Conversation } from './model/conversation.js'
export type { Dialect } from './model/dialect.js'
export type { JsonObject } from './model/json.js'
export { countSealEnvelopes } from './seal/count-seal-envelopes.js'
export { AnswerAggregator, aggregateAnswer } from './stream/answer-aggregator.js'
export { eventsOf } from './stream/events-of.js'
export { StreamEvents } from './stream/stream-events.js'
export { type AnswerTranslation, readAnswer, translateAnswer } from './translate-answer.js'
export { type ErrorTranslation, renderFormatError, type TranslatedError, translateError } from './translate-error.js'
export { type RequestTranslation, type TranslatedRequest, translateRequest } from './translate-request.js'
export { type StreamTranslation, StreamTranslator } from './translate-stream.js'
