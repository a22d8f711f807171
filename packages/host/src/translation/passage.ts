import { CCProxyError, type UpstreamRequest } from '@ccproxy/core'
import { checkPath } from '../pass-through/check-path.js'
import { modelInBody } from '../routing/model-in-body.js'
import { modelInPath } from '../routing/model-in-path.js'
import type { HeaderList } from '../transport/header-list.js'
import type { OutgoingRequest } from '../transport/outgoing-request.js'
import type { AnswerSink } from '../transport/upstream-attempt.js'
import type { AnswerOptions } from './answer-options.js'
import { sealMarks } from './seal-marks.js'
import { translatableEndpoint } from './translatable-endpoint.js'
import type { TranslatedAnswer } from './translated-answer.js'

/** How one exchange passes: as it is, or in other words. What translates is loaded only when it is needed. */
export class Passage {
  readonly #options: Omit<AnswerOptions, 'headers'>
  #dropped: readonly string[] = []
  #answer: TranslatedAnswer | undefined

  constructor(options: Omit<AnswerOptions, 'headers'>) {
    this.#options = options
  }

  /** Where the provider's answer goes. */
  get sink(): AnswerSink {
    return this.#answer ?? this.#options.client
  }

  /** Names of what the provider's dialect cannot say. */
  get dropped(): readonly string[] {
    return this.#dropped
  }

  /** What the provider answered, where the client reads it in other words. */
  get translated(): Pick<TranslatedAnswer, 'head' | 'copy'> | undefined {
    return this.#answer
  }

  /**
   * What goes to the provider.
   * @returns undefined: the client is answered, and nobody needs to be asked
   * @throws CCPROXY_HTTP_PATH_REFUSED | CCPROXY_FORMAT_REQUEST | CCPROXY_HTTP_BODY_TOO_LARGE | CCPROXY_HTTP_ABORTED
   */
  async request(headers: () => HeaderList): Promise<OutgoingRequest | undefined> {
    const { exchange, body } = this.#options
    const { provider, path, dialect, model, incoming, translateTo: target } = exchange
    const { adapter } = provider
    const endpoint = target === undefined ? undefined : translatableEndpoint(incoming.method ?? 'GET', path)
    if (target === undefined || endpoint === undefined) {
      checkPath(path, adapter.allowedPaths)
      if (body.isPresent) await body.collect()
      if (dialect !== undefined && body.mentions(sealMarks)) {
        const { leaveOutForeignSeals } = await import('./foreign-seals.js')
        this.#dropped = await leaveOutForeignSeals(body, incoming.method ?? 'GET', path)
      }
      const known = adapter.needsModel === true ? (model ?? (await this.#modelOf())) : model
      return { path, dialect, model: known, headers: headers() }
    }
    const { translateExchange } = await import('./translate-exchange.js')
    const translated = await translateExchange({ ...this.#options, headers: headers(), endpoint, target })
    this.#dropped = translated.dropped
    this.#answer = translated.answer
    if (translated.reply === undefined) {
      checkPath(translated.request.path, adapter.allowedPaths)
      return translated.request
    }
    translated.reply()
    return undefined
  }

  /**
   * What the adapter asked for: the model that the request names in its path or body.
   * @throws CCPROXY_MODEL_MISSING for a request for an answer that names none
   */
  async #modelOf(): Promise<string | undefined> {
    const { exchange, body } = this.#options
    const { path, incoming } = exchange
    const { headers, method = 'GET' } = incoming
    const isJson = /\bjson\b/i.test(headers['content-type'] ?? '')
    const named = modelInPath(path) ?? (isJson ? await modelInBody(body, headers['content-encoding']) : undefined)
    const name = named?.name === '' ? undefined : named?.name
    if (name !== undefined || translatableEndpoint(method, path) === undefined) return name
    throw new CCProxyError('CCPROXY_MODEL_MISSING', 'the request names no model in its body', {
      hint: 'Write the model as a string in the member "model" of a JSON body.',
    })
  }

  /** Asks for a stream, whatever the client asked for: a provider that gives nothing else says so when it prepares. */
  async asStream(
    request: OutgoingRequest,
    prepare: (request: OutgoingRequest) => UpstreamRequest,
  ): Promise<{ readonly request: OutgoingRequest; readonly prepared: UpstreamRequest }> {
    const { dialect } = request
    const endpoint = translatableEndpoint(this.#options.exchange.incoming.method ?? 'GET', request.path)
    if (dialect === undefined || endpoint?.kind !== 'answer') return { request, prepared: prepare(request) }
    const { aggregatedAnswer, streamingBody, streamingPath } = await import('./forced-stream.js')
    this.#answer ??= await aggregatedAnswer({ ...this.#options, headers: request.headers }, dialect)
    const headers =
      this.#answer === undefined ? request.headers : request.headers.with({ 'accept-encoding': 'identity' })
    const streaming = { ...request, headers, path: streamingPath(dialect, request.path) }
    const prepared = prepare(streaming)
    return {
      request: streaming,
      prepared: {
        ...prepared,
        rewrite: (body) => {
          const forced = streamingBody(dialect, body)
          return prepared.rewrite?.(forced) ?? { body: forced }
        },
      },
    }
  }
}
