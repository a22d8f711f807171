import { CCProxyError, type ProviderPluginRuntime } from '@ccproxy/core'
import type { AliasTable } from '../routing/alias-table.js'
import { parseReference } from '../routing/model-reference.js'
import type { UnprefixedRequest } from '../routing/unprefixed-request.js'
import type { ListedModel, ModelCatalog } from './model-catalog.js'
import { renderModel, renderModels } from './render-models.js'

export interface ModelListsOptions {
  readonly catalog: Pick<ModelCatalog, 'list'>
  readonly aliases: AliasTable
  readonly providers: readonly ProviderPluginRuntime[]
}

const listPath = /^\/v1(?:alpha|beta)?\/models(?:\/(.*))?$/

/** Answers `GET /v1/models` and `GET /v1/models/{model}` for all providers at once, in the dialect of who asks. */
export class ModelLists {
  readonly #options: ModelListsOptions

  constructor(options: ModelListsOptions) {
    this.#options = options
  }

  /** @returns false when the request asks for something else. @throws CCPROXY_MODEL_UNKNOWN | CCPROXY_HTTP_METHOD */
  async answer(request: UnprefixedRequest): Promise<boolean> {
    const { path, dialect, incoming } = request
    const end = path.indexOf('?')
    const match = listPath.exec(end === -1 ? path : path.slice(0, end))
    const id = match?.[1] ?? ''
    const isRead = incoming.method === 'GET' || incoming.method === 'HEAD'
    if (match === null || (id !== '' && !isRead)) return false
    if (!isRead) throw new CCProxyError('CCPROXY_HTTP_METHOD', 'a list of models is read with GET')
    const { models, missing } = await this.#options.catalog.list()
    const all = [...this.#aliases(), ...models]
    if (id === '') write(request, renderModels(all, dialect), missing)
    else write(request, renderModel(wanted(all, id), dialect), missing)
    return true
  }

  /** Those of which a provider runs. Patterns are no names. */
  #aliases(): readonly ListedModel[] {
    const { aliases, providers } = this.#options
    return aliases.names.flatMap((alias) => {
      const targets = aliases.named(alias) ?? []
      const references = targets.map((target) =>
        parseReference(target, (name) => providers.some((provider) => provider.name === name)),
      )
      const first = references.find((reference) => reference !== undefined)
      if (first === undefined) return []
      const displayName = `${alias} (${targets.join(', ')})`
      return [{ id: alias, provider: first.provider, displayName, contextWindow: undefined, createdAt: undefined }]
    })
  }
}

/** @throws CCPROXY_MODEL_UNKNOWN */
function wanted(models: readonly ListedModel[], id: string): ListedModel {
  const model =
    models.find((listed) => listed.id === id) ?? models.find((listed) => listed.id === `${listed.provider}/${id}`)
  if (model !== undefined) return model
  throw new CCProxyError('CCPROXY_MODEL_UNKNOWN', 'no provider lists this model')
}

function write({ requestId, incoming, outgoing }: UnprefixedRequest, answer: object, missing: readonly string[]): void {
  if (outgoing.destroyed) return
  const body = Buffer.from(JSON.stringify(answer))
  outgoing.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-ccproxy-request-id': requestId,
    'x-request-id': requestId,
    ...(missing.length > 0 && { 'x-ccproxy-models-missing': missing.join(', ') }),
  })
  outgoing.end(incoming.method === 'HEAD' ? undefined : body)
}
