import {
  CCProxyError,
  type Clock,
  type HookBus,
  type RequestHead,
  type TokenSnapshot,
  toCCProxyError,
  type UpstreamRequest,
  withCredential,
} from '@ccproxy/core'
import type { Dispatcher } from 'undici'
import { requestHeaders } from '../pass-through/request-headers.js'
import { checkAdapterUrl, joinUpstreamUrl, type UpstreamUrl } from '../routing/join-upstream-url.js'
import type { OwnAddresses } from '../routing/own-addresses.js'
import { Passage } from '../translation/passage.js'
import type { UsageMeter } from '../usage/usage-meter.js'
import type { UsageMetering } from '../usage/usage-metering.js'
import type { BodyBudget } from './body-budget.js'
import { BodyObserver } from './body-observer.js'
import { ClientAnswer } from './client-answer.js'
import { concludeExchange } from './conclude-exchange.js'
import type { Exchange } from './exchange.js'
import { ExchangeReporter } from './exchange-reporter.js'
import { FailureCopy } from './failure-copy.js'
import { InterceptorRejection, interceptRequest, interceptResponse } from './interceptors.js'
import { OfferToOthers } from './offer-to-others.js'
import type { OutgoingRequest } from './outgoing-request.js'
import { type LimitsReader, readLimitsLater } from './read-limits-later.js'
import { RequestBody } from './request-body.js'
import { BodyRewriter } from './rewrite-body.js'
import { isRedirect, safeRedirect } from './safe-redirect.js'
import { sendRefusal } from './send-refusal.js'
import { sendRequest } from './send-request.js'
import type { AnswerSink, ResponseHead, UpstreamAttempt } from './upstream-attempt.js'

export interface ForwardingServices extends LimitsReader {
  readonly dispatcher: Dispatcher
  readonly hooks: HookBus
  readonly clock: Clock
  readonly budget: BodyBudget
  readonly ownAddresses: OwnAddresses
  readonly responseTimeoutMs: number
  readonly idleTimeoutMs: number
  readonly keepAliveMs: number
  readonly metering: UsageMetering
  /** The log has a line for each request. */
  readonly logsRequests: boolean
}

/** Says on the answer that the body was too large to be kept, so that nothing was or would have been sent twice. */
const replayOff = ['x-ccproxy-replay', 'off'] as const

/** One exchange from its first byte to its last. */
export class Forwarding {
  readonly #services: ForwardingServices
  readonly #exchange: Exchange
  readonly #reporter: ExchangeReporter
  readonly #body: RequestBody
  readonly #rewriter: BodyRewriter
  readonly #answer: ClientAnswer
  readonly #passage: Passage
  /** Absent: whatever the provider says is the answer. */
  readonly #offer: OfferToOthers | undefined
  readonly #abort = new AbortController()
  readonly #closed = Promise.withResolvers<void>()
  #attempt: UpstreamAttempt | undefined
  #requested: UpstreamUrl | undefined
  #failure: CCProxyError | undefined
  #meter: UsageMeter | undefined
  /** Absent: no plugin wants the body. */
  #observer: BodyObserver | undefined

  constructor(services: ForwardingServices, exchange: Exchange) {
    this.#services = services
    this.#exchange = exchange
    this.#reporter = new ExchangeReporter(services.hooks, exchange, services.clock)
    this.#body = exchange.body ?? new RequestBody(exchange.incoming, services.budget)
    if (exchange.failOver !== undefined)
      this.#offer = new OfferToOthers({ ...services, exchange, failOver: exchange.failOver, reporter: this.#reporter })
    this.#rewriter = new BodyRewriter(this.#body)
    this.#answer = new ClientAnswer({
      outgoing: exchange.outgoing,
      requestId: exchange.requestId,
      provider: exchange.provider.name,
      dialect: exchange.dialect,
      reporter: this.#reporter,
      keepAliveMs: services.keepAliveMs,
      stallMs: services.idleTimeoutMs,
      extraHeaders: () => this.#extraHeaders(),
      copyFor: (head) => (head.status >= 400 ? new FailureCopy() : undefined),
      failed: (error) => this.#fail(error),
    })
    this.#passage = new Passage({
      exchange,
      body: this.#body,
      client: this.#answer,
      reporter: this.#reporter,
      logger: services.logger,
      refuse: (error) => this.#refuse(error),
    })
  }

  /** Resolves when the answer is complete, its connection gone, or somebody else's to give; never rejects. */
  async run(): Promise<void> {
    const { outgoing, failOver } = this.#exchange
    if (outgoing.destroyed) return
    outgoing.once('close', this.#onClose)
    if (failOver?.isFollowUp !== true) this.#reporter.started()
    try {
      await this.#forward()
    } catch (error) {
      if (!(await this.#isForOthers(error))) this.#refuse(error)
    }
    if (this.#offer?.isTaken === true) {
      outgoing.off('close', this.#onClose)
      return
    }
    await this.#closed.promise
    this.#body.release()
    this.#reporter.ended()
    await this.#observer?.tell(this.#services.hooks, this.#exchange)
    const { logger, metering, logsRequests } = this.#services
    await concludeExchange({
      exchange: this.#exchange,
      reporter: this.#reporter,
      answer: this.#answer,
      translated: this.#passage.translated,
      failure: this.#failure,
      metered: this.#meter === undefined ? {} : await metering.read(this.#meter, this.#exchange.requestId),
      logger,
      logsRequests,
    })
  }

  /** The client is asked to send its next request over another connection. */
  isLast(): void {
    this.#exchange.outgoing.shouldKeepAlive = false
  }

  /** Whatever it is waiting for, it ends with this error. */
  end(error: CCProxyError): void {
    this.#fail(error)
    this.#abort.abort(error)
    this.#attempt?.abort(error)
  }

  readonly #onClose = (): void => {
    if (!this.#exchange.outgoing.writableFinished) {
      this.#failure ??= new CCProxyError('CCPROXY_HTTP_ABORTED', 'the client left before the answer was complete')
      this.#abort.abort(this.#failure)
      this.#attempt?.abort()
      this.#answer.cancel()
    }
    this.#closed.resolve()
  }

  async #forward(): Promise<void> {
    const { provider, account, incoming, headerEdits } = this.#exchange
    // It asks for the request back, and with it the credential.
    if (incoming.method === 'TRACE')
      throw new CCProxyError('CCPROXY_HTTP_METHOD', 'TRACE is not proxied', { hint: 'Use another method.' })
    let request = await this.#passage.request(() => {
      const headers = requestHeaders(incoming.rawHeaders)
      return headerEdits === undefined ? headers : headers.with(headerEdits)
    })
    if (request === undefined) return
    const joined = joinUpstreamUrl(provider.baseUrl, request.path)
    this.#services.ownAddresses.assertForeign(joined.origin)
    if (this.#services.hooks.requestInterceptors(provider.name).length > 0) {
      const head = this.#interceptedHead(request)
      request = { ...request, headers: await interceptRequest(this.#services.hooks, head, request.headers, this.#body) }
    }
    const outgoing = request
    const attempt = await withCredential(
      provider.manager,
      { provider: provider.name, account },
      {
        attempt: (token) => this.#prepareAndSend(token, outgoing, joined),
        isRejected: (sent) => sent.status === 401,
        canReplay: () => this.#body.isReplayable && !this.#abort.signal.aborted,
        discard: (sent) => sent.attempt.discard(),
        signal: this.#abort.signal,
      },
    )
    if (!attempt.attempt.isDelivered) await this.#deliverHeld(attempt.attempt, outgoing)
  }

  async #prepareAndSend(
    token: TokenSnapshot,
    outgoing: OutgoingRequest,
    joined: UpstreamUrl,
  ): Promise<{ readonly attempt: UpstreamAttempt; readonly status: number }> {
    const { provider, requestId: id, incoming } = this.#exchange
    const { adapter, baseUrl } = provider
    const method = incoming.method ?? 'GET'
    const prepare = (request: OutgoingRequest): UpstreamRequest =>
      adapter.prepare({ request: { ...request, id, method }, token, baseUrl })
    let sent = { request: outgoing, prepared: prepare(outgoing), joined }
    if (sent.prepared.forceStream === true) {
      const streamed = await this.#passage.asStream(outgoing, prepare)
      sent = { ...streamed, joined: joinUpstreamUrl(baseUrl, streamed.request.path) }
    }
    const { request, prepared } = sent
    const url = prepared.url === undefined ? sent.joined : checkAdapterUrl(baseUrl, prepared.url)
    let signed = request.headers.with(prepared.headers)
    // Called as a method: a plugin may have written it as one.
    if (prepared.rewrite !== undefined && this.#body.isPresent)
      signed = await this.#rewriter.apply((body) => prepared.rewrite?.(body) ?? { body }, signed)
    this.#requested = url
    this.#reporter.prepared(url.origin, url.path)
    const { dispatcher, responseTimeoutMs, idleTimeoutMs } = this.#services
    return sendRequest(
      { url, method, headers: signed, body: this.#body, signal: this.#abort.signal },
      {
        dispatcher,
        responseTimeoutMs,
        idleTimeoutMs,
        opened: (attempt) => {
          this.#attempt = attempt
        },
        sent: () => this.#reporter.sent(),
        received: (head) => this.#received(head, request),
      },
    )
  }

  /** On undici's stack: most answers begin here, without a turn of the event loop. */
  #received(head: ResponseHead, request: OutgoingRequest): AnswerSink | undefined {
    const { hooks } = this.#services
    const { provider } = this.#exchange
    this.#reporter.received(head.status)
    if (this.#offer?.concerns(head) === true) return undefined
    if (head.status < 300) this.#body.release()
    if (head.status === 401 || isRedirect(head) || hooks.responseInterceptors(provider.name).length > 0)
      return undefined
    readLimitsLater(this.#services, this.#exchange, head)
    return this.#sinkFor(request, head)
  }

  async #deliverHeld(attempt: UpstreamAttempt, request: OutgoingRequest): Promise<void> {
    const { hooks } = this.#services
    const { provider } = this.#exchange
    let head = await attempt.head()
    const sink = this.#sinkFor(request, head)
    readLimitsLater(this.#services, this.#exchange, head)
    const held = this.#offer?.concerns(head) === true ? await this.#offer.held(attempt, head, request.dialect) : attempt
    if (held === undefined) return
    if (head.status < 300) this.#body.release()
    if (isRedirect(head) && this.#requested !== undefined) head = safeRedirect(head, this.#requested, provider)
    if (hooks.responseInterceptors(provider.name).length > 0)
      head = await interceptResponse(hooks, this.#interceptedHead(request), head)
    this.#abort.signal.throwIfAborted()
    held.deliver(sink, head)
  }

  #sinkFor(request: OutgoingRequest, head: ResponseHead): AnswerSink {
    const { requestId, incoming } = this.#exchange
    const answered = { requestId, method: incoming.method ?? 'GET', request, head }
    this.#meter = this.#services.metering.meter(answered, this.#passage.sink)
    const sink = this.#meter ?? this.#passage.sink
    this.#observer = BodyObserver.of(head, this.#services.hooks, sink)
    return this.#observer ?? sink
  }

  #interceptedHead({ path, headers }: OutgoingRequest): RequestHead {
    const { requestId, provider, incoming } = this.#exchange
    const end = path.indexOf('?')
    return {
      requestId,
      provider: provider.name,
      method: incoming.method ?? 'GET',
      path: end === -1 ? path : path.slice(0, end),
      headers,
      signal: this.#abort.signal,
    }
  }

  #extraHeaders(): readonly string[] {
    const dropped = [...this.#passage.dropped, ...this.#rewriter.dropped]
    const route = this.#exchange.route?.()
    return [
      ...(route === undefined ? [] : ['x-ccproxy-route', route]),
      ...(this.#body.wasTooLarge ? replayOff : []),
      ...(dropped.length > 0 ? ['x-ccproxy-dropped', dropped.join(', ')] : []),
    ]
  }

  #fail(error: CCProxyError): void {
    this.#failure ??= error
  }

  /** What a plugin refuses is refused everywhere. */
  async #isForOthers(thrown: unknown): Promise<boolean> {
    if (this.#offer?.isOpen !== true || this.#abort.signal.aborted || thrown instanceof InterceptorRejection)
      return false
    const error = toCCProxyError(thrown)
    if (!(await this.#offer.error(error))) return false
    this.#attempt?.abort(error)
    return true
  }

  #refuse(thrown: unknown): void {
    const isRejection = thrown instanceof InterceptorRejection
    const error = isRejection ? thrown.error : toCCProxyError(thrown)
    this.#fail(error)
    this.#attempt?.abort(error)
    sendRefusal(this.#exchange, error, isRejection ? thrown.rejectedStatus : undefined)
  }
}
