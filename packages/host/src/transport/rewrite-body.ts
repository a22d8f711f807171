import { CCProxyError, type UpstreamRequest } from '@ccproxy/core'
import { parseJsonObject } from '../translation/parse-json-object.js'
import type { HeaderList } from './header-list.js'
import { readable } from './interceptors.js'
import type { RequestBody } from './request-body.js'

/** Rewrites the body of a request, each time from what the client sent. */
export class BodyRewriter {
  readonly #body: RequestBody
  #original: Promise<Readonly<Record<string, unknown>> | undefined> | undefined
  #dropped: readonly string[] = []

  constructor(body: RequestBody) {
    this.#body = body
  }

  /** What the last rewrite left out. */
  get dropped(): readonly string[] {
    return this.#dropped
  }

  /** A body that is no JSON object stays as it is: what is wrong with it is for the provider to say. */
  async apply(rewrite: NonNullable<UpstreamRequest['rewrite']>, headers: HeaderList): Promise<HeaderList> {
    this.#original ??= parsed(this.#body, headers)
    const original = await this.#original
    if (original === undefined) return headers
    const { body, dropped } = rewrite(original)
    this.#dropped = dropped ?? []
    // Nothing to change: the client's bytes go out, not ours that mean the same.
    if (body === original) return headers
    this.#body.replace(Buffer.from(written(body)))
    return headers.with({ 'content-encoding': null })
  }
}

/** @throws CCPROXY_FORMAT_REQUEST */
function written(body: object): string {
  try {
    return JSON.stringify(body)
  } catch (error) {
    // It calls itself for each level.
    throw new CCProxyError('CCPROXY_FORMAT_REQUEST', 'the request is nested too deeply', { cause: error })
  }
}

async function parsed(body: RequestBody, headers: HeaderList): Promise<Readonly<Record<string, unknown>> | undefined> {
  return parseJsonObject(await readable(body, headers))
}
