// What one dialect knows: its own words and the neutral ones, both ways. The four are written against this.
import type { Answer, AnswerEvent, ProviderError } from './model/answer.js'
import type { Conversation } from './model/conversation.js'
import type { Dialect } from './model/dialect.js'
import type { JsonObject } from './model/json.js'
import type { RenderNotes } from './render-notes.js'
import type { SseEvent } from './sse/sse-event.js'

/** A request as it comes: Gemini says the model and whether to stream in its path. */
export interface WireRequest {
  /** Below the base URL, with the query: `/v1/messages`. */
  readonly path: string
  readonly body: JsonObject
}

export interface WireError {
  readonly status: number
  readonly body: JsonObject
}

/** Events of a provider's stream → neutral ones. One per stream; bounded by what is open. */
export interface StreamParser {
  push(event: SseEvent): readonly AnswerEvent[]
  /** The connection ended: what is open is an error if the dialect's own end was not seen. */
  end(): readonly AnswerEvent[]
}

/** Neutral events → text of an event stream, as a client of this dialect expects it. */
export interface StreamRenderer {
  /** What `push` makes is of this type. Absent: `text/event-stream`. No keep-alive may go into it. */
  readonly mediaType?: 'application/json'
  push(event: AnswerEvent): string
}

export interface Codec {
  readonly dialect: Dialect
  /** @throws FormatError (400) that names the field */
  parseRequest(request: WireRequest): Conversation
  /** @throws FormatError (400) for what the target cannot do without; drops what it can, by name, into `notes` */
  renderRequest(conversation: Conversation, notes: RenderNotes): WireRequest
  /** @throws FormatError (502) when it is no answer of this dialect */
  parseAnswer(body: JsonObject): Answer
  /** @param request what the client asked for, which some dialects repeat in the answer */
  renderAnswer(answer: Answer, request: Conversation): JsonObject
  createStreamParser(): StreamParser
  createStreamRenderer(request: Conversation): StreamRenderer
  /** Never throws: a body that is no error of this dialect is one without type. */
  parseError(status: number, body: unknown): ProviderError
  renderError(error: ProviderError): WireError
}

/** Questions of how many tokens a request has, in dialects that have an endpoint for them. */
export interface TokenCounting {
  /** @throws FormatError (400) that names the field */
  parseCountRequest(request: WireRequest): Conversation
  /** @throws FormatError (400) as `renderRequest` of the codec */
  renderCountRequest(conversation: Conversation, notes: RenderNotes): WireRequest
  /** @throws FormatError (502) when it is no count */
  parseCount(body: JsonObject): number
  renderCount(inputTokens: number): JsonObject
}
