// Loaded at the first request that needs it: neither the start of the program nor what passes through pays for translation.
import type { Dialect } from '@ccproxy/core'
import { type TranslatedCount, translateCountRequest, translateRequest, type WireRequest } from '@ccproxy/formats'
import type { OutgoingRequest } from '../transport/outgoing-request.js'
import { type AnswerOptions, answerContext } from './answer-options.js'
import { conversationReading, countReading, estimateReply } from './answer-reading.js'
import { formatFailure } from './format-failure.js'
import { readRequest } from './read-request.js'
import { sendReply } from './reply.js'
import type { TranslatableEndpoint } from './translatable-endpoint.js'
import { TranslatedAnswer } from './translated-answer.js'
import { translatedRequestHeaders } from './translated-headers.js'

export interface TranslationOptions extends AnswerOptions {
  readonly endpoint: TranslatableEndpoint
  /** What the provider is asked in. */
  readonly target: Dialect
}

export interface TranslatedExchange {
  readonly request: OutgoingRequest
  /** Names of what the target cannot say. */
  readonly dropped: readonly string[]
  readonly answer: TranslatedAnswer
  /** Present when the provider cannot be asked and need not be: answers the client. */
  reply?(): void
}

/**
 * Puts a request into other words: `body` holds them afterwards.
 * @throws CCPROXY_FORMAT_REQUEST | CCPROXY_HTTP_BODY_TOO_LARGE | CCPROXY_HTTP_ABORTED
 */
export async function translateExchange(options: TranslationOptions): Promise<TranslatedExchange> {
  const { exchange, endpoint, target, body, headers } = options
  const request = { path: exchange.path, body: await readRequest(body, headers.get('content-encoding')) }
  const translation = { from: endpoint.dialect, to: target, request }
  try {
    if (endpoint.kind === 'count-tokens') return countExchange(options, translateCountRequest(translation))
    const { request: wire, dropped, conversation } = translateRequest(translation)
    return {
      request: outgoing(options, wire, conversation.model),
      dropped,
      answer: new TranslatedAnswer(contextOf(options), conversationReading(conversation)),
    }
  } catch (error) {
    throw formatFailure(error, 'request')
  }
}

function countExchange(options: TranslationOptions, count: TranslatedCount): TranslatedExchange {
  const context = contextOf(options)
  const { request, dropped, estimate } = count
  const answer = new TranslatedAnswer(context, countReading(estimate))
  if (request !== undefined) return { request: outgoing(options, request, undefined), dropped, answer }
  return {
    request: { ...options.exchange, model: undefined, headers: options.headers },
    dropped,
    answer,
    reply: () => sendReply(context, estimateReply(estimate, context)),
  }
}

function contextOf(options: TranslationOptions): ReturnType<typeof answerContext> {
  return answerContext(options, { from: options.target, to: options.endpoint.dialect })
}

function outgoing(options: TranslationOptions, wire: WireRequest, model: string | undefined): OutgoingRequest {
  const { body, target, headers, exchange } = options
  body.replace(Buffer.from(JSON.stringify(wire.body)))
  return {
    path: wire.path,
    dialect: target,
    model: exchange.model ?? model,
    headers: translatedRequestHeaders(headers),
  }
}
