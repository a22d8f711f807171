// The narrow client for control calls, on ky: timeouts, schemas, errors without secrets.
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { KyInstance, Options } from 'ky'
import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { ErrorCode } from '../errors/error-table.js'
import { failureReason } from './failure-reason.js'
import type { Fetch, HttpAnswer, HttpClient, HttpOptions } from './http-client.js'
import { joinPath } from './join-path.js'
import { type NetworkFailure, networkFailure, ownErrorWithin } from './network-failure.js'

export interface HttpClientOptions {
  readonly fetch: Fetch
  /** Relative URLs are resolved below it, a `/v1` at the seam not doubled. */
  readonly baseUrl?: string
}

const defaultTimeoutMs = 30_000
const codes: Readonly<Record<NetworkFailure, ErrorCode>> = {
  unsent: 'CCPROXY_UPSTREAM_UNREACHABLE',
  tls: 'CCPROXY_UPSTREAM_TLS',
  timeout: 'CCPROXY_UPSTREAM_TIMEOUT',
  lost: 'CCPROXY_UPSTREAM_RESET',
}

export function createHttpClient({ fetch, baseUrl }: HttpClientOptions): HttpClient {
  let loading: Promise<KyInstance> | undefined

  /** Loaded at the first call: ky brings Node's whole fetch with it, which most commands never need. */
  async function send(target: URL, options: Options): Promise<Response> {
    loading ??= import('ky').then(({ default: ky }) =>
      ky.create({ fetch, retry: 0, redirect: 'manual', throwHttpErrors: false }),
    )
    return (await loading)(target, options)
  }

  function call(method: string, url: string, options: HttpOptions = {}): HttpAnswer {
    const target = absolute(url, baseUrl)
    const name = `${method} ${target.origin}${target.pathname}`
    const { timeout = defaultTimeoutMs, ...rest } = options
    return answer(
      name,
      send(target, { ...rest, method, timeout }).catch((error: unknown) => {
        if (isCCProxyError(error)) throw error
        const own = ownErrorWithin(error)
        if (own !== undefined) throw new CCProxyError(own.code, `${name} failed: ${own.message}`, { hint: own.hint })
        const reason = failureReason(error)
        throw new CCProxyError(
          codes[networkFailure(error)],
          `${name} failed${reason === undefined ? '' : `: ${reason.text}`}`,
          {
            cause: error,
            ...(reason?.hint !== undefined && { hint: reason.hint }),
          },
        )
      }),
    )
  }

  return {
    get: (url, options) => call('GET', url, options),
    post: (url, options) => call('POST', url, options),
    delete: (url, options) => call('DELETE', url, options),
  }
}

function absolute(url: string, baseUrl: string | undefined): URL {
  if (URL.canParse(url)) return new URL(url)
  if (baseUrl === undefined) throw new CCProxyError('CCPROXY_UPSTREAM_URL', 'a relative URL needs a base URL')
  const { origin, pathname } = new URL(baseUrl)
  return new URL(`${origin}${joinPath(pathname.replace(/\/+$/, ''), `/${url.replace(/^\/+/, '')}`)}`)
}

function answer(name: string, response: Promise<Response>): HttpAnswer {
  const body = async (): Promise<string> => {
    const { ok, status, text } = await response.then(async (it) => ({
      ok: it.ok,
      status: it.status,
      text: await it.text(),
    }))
    if (!ok) throw refusal(name, status)
    return text
  }
  return Object.assign(response, {
    text: body,
    json: async <Schema extends StandardSchemaV1>(schema: Schema): Promise<StandardSchemaV1.InferOutput<Schema>> => {
      const result = await schema['~standard'].validate(parsed(name, await body()))
      if (result.issues === undefined) return result.value
      throw new CCProxyError('CCPROXY_UPSTREAM_ANSWER', `${name} answered something else than expected`)
    },
  })
}

const refusals: Readonly<Record<number, string>> = {
  401: 'The provider does not accept the credential: check that it is the right one and still valid.',
  403: 'The provider knows the credential and does not allow this: check its permissions.',
  404: 'The provider has nothing at this address: check base_url.',
  429: 'The provider has had enough requests for now: try again later.',
}

function refusal(name: string, status: number): CCProxyError {
  const hint = status >= 500 ? 'The provider has a problem of its own: try again later.' : refusals[status]
  const isTemporary = status === 408 || status === 429 || status >= 500
  const code = isTemporary ? 'CCPROXY_UPSTREAM_UNAVAILABLE' : 'CCPROXY_UPSTREAM_ANSWER'
  return new CCProxyError(code, `${name} answered ${status}`, hint === undefined ? {} : { hint })
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CCProxyError('CCPROXY_UPSTREAM_ANSWER', `${name} did not answer with JSON`, { cause: error })
  }
}
