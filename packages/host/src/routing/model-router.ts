import type { IncomingMessage } from 'node:http'
import { type Logger, toCCProxyError } from '@ccproxy/core'
import type { ModelLists } from '../models/model-lists.js'
import { chooseDialect } from '../translation/choose-dialect.js'
import { translatableEndpoint } from '../translation/translatable-endpoint.js'
import { pathOf } from '../transport/access-line.js'
import { renderClientError, sendClientError } from '../transport/client-error.js'
import type { Transport } from '../transport/create-transport.js'
import type { Exchange } from '../transport/exchange.js'
import type { RequestBody } from '../transport/request-body.js'
import { defaultAccount } from './account-name.js'
import type { Candidate } from './candidate.js'
import type { CoolDowns } from './cool-downs.js'
import { modelInBody } from './model-in-body.js'
import { modelInPath } from './model-in-path.js'
import type { ModelResolver } from './model-resolver.js'
import type { NamedModel } from './named-model.js'
import { serveCandidates } from './serve-candidates.js'
import type { UnprefixedRequest } from './unprefixed-request.js'

export interface ModelRouterOptions {
  readonly transport: Transport
  readonly resolver: ModelResolver
  readonly lists: ModelLists
  readonly coolDowns: CoolDowns
  readonly logger: Logger
}

/** Answers requests by the model that they name. */
export class ModelRouter {
  readonly #options: ModelRouterOptions

  constructor(options: ModelRouterOptions) {
    this.#options = options
  }

  /** Never rejects; the answer is complete or the socket destroyed. */
  async route(request: UnprefixedRequest): Promise<void> {
    try {
      if (!(await this.#options.lists.answer(request))) await this.#serve(request)
    } catch (error) {
      const { requestId, dialect, incoming, outgoing } = request
      const known = toCCProxyError(error)
      if (outgoing.destroyed) return
      this.#options.logger.warn('a request found no provider', {
        requestId,
        method: incoming.method,
        path: pathOf(incoming.url ?? ''),
        status: known.status,
        error: known,
      })
      sendClientError(outgoing, renderClientError(known, dialect, { requestId }))
    }
  }

  async #serve(request: UnprefixedRequest): Promise<void> {
    const { requestId, path, account, incoming, outgoing } = request
    const { transport, resolver, coolDowns, logger } = this.#options
    const body = transport.bodyOf(incoming)
    try {
      const named = modelInPath(path) ?? (await jsonModel(body, incoming))
      const candidates = await resolver.resolve({ model: named?.name, account, canFallBack: isReplaceable(request) })
      if (candidates.length > 1 && body.isPresent) await body.collect()
      await serveCandidates({
        candidates,
        body,
        outgoing,
        coolDowns,
        logger,
        requestId,
        exchange: (candidate, own) => exchangeFor(request, candidate, named, own),
        forward: async (exchange) => transport.forward(exchange),
      })
    } finally {
      body.release()
    }
  }
}

function exchangeFor(
  { requestId, path, account: ofHeader, dialect, incoming, outgoing }: UnprefixedRequest,
  { provider, account, model }: Candidate,
  named: NamedModel | undefined,
  body: RequestBody,
): Exchange {
  const renamed = model === undefined ? undefined : named?.rename(model, body)
  const target = renamed?.path ?? path
  return {
    requestId,
    provider,
    account,
    isAccountNamed: ofHeader !== undefined || account !== defaultAccount,
    path: target,
    dialect: dialect ?? provider.adapter.dialects[0],
    translateTo: chooseDialect(provider.adapter, incoming.method ?? 'GET', target),
    model,
    incoming,
    outgoing,
    body,
    headerEdits: renamed?.headerEdits,
  }
}

/** A form or a file names no model that could be found in it. */
async function jsonModel(body: RequestBody, { headers }: IncomingMessage): Promise<NamedModel | undefined> {
  return /\bjson\b/i.test(headers['content-type'] ?? '') ? modelInBody(body, headers['content-encoding']) : undefined
}

/** Whether any model can be asked the same: embeddings, files and the like are of one provider. */
function isReplaceable({ path, incoming }: UnprefixedRequest): boolean {
  // A model may have a slash in its name, which the provider is not sent as one.
  return translatableEndpoint(incoming.method ?? 'GET', modelInPath(path)?.pathFor('model') ?? path) !== undefined
}
