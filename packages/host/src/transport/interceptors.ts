// What plugins may change on the way. With none registered for a provider, nothing here runs.
import { CCProxyError, type HookBus, type Rejection, type RequestHead } from '@ccproxy/core'
import { decodeRequest } from './decode-body.js'
import type { HeaderList } from './header-list.js'
import type { RequestBody } from './request-body.js'
import type { ResponseHead } from './upstream-attempt.js'

/** An interceptor refused; `rejection` has the status that it chose. */
export class InterceptorRejection extends Error {
  readonly error: CCProxyError
  readonly rejectedStatus: number

  constructor({ reject }: Rejection) {
    super(reject.message)
    this.rejectedStatus = reject.status
    this.error = new CCProxyError('CCPROXY_REQUEST_REJECTED', reject.message)
  }
}

/** @throws InterceptorRejection | CCPROXY_HTTP_BODY_TOO_LARGE */
export async function interceptRequest(
  hooks: HookBus,
  head: Omit<RequestHead, 'headers'>,
  original: HeaderList,
  body: RequestBody,
): Promise<HeaderList> {
  let headers = original
  for (const interceptor of hooks.requestInterceptors(head.provider)) {
    if (interceptor.needs === 'head') {
      const change = await interceptor.handler({ ...head, headers })
      if (change === undefined) continue
      if ('reject' in change) throw new InterceptorRejection(change)
      headers = headers.with(change.headers)
      continue
    }
    const bytes = await readable(body, headers)
    const change = await interceptor.handler({ ...head, headers, body: bytes })
    if (change === undefined) continue
    if ('reject' in change) throw new InterceptorRejection(change)
    if (change.body !== undefined) {
      body.replace(change.body)
      // The interceptor saw, and made, plain bytes.
      headers = headers.with({ 'content-encoding': null })
    }
    headers = headers.with(change.headers ?? {})
  }
  return headers
}

/** @throws InterceptorRejection */
export async function interceptResponse(
  hooks: HookBus,
  head: RequestHead,
  response: ResponseHead,
): Promise<ResponseHead> {
  let { headers } = response
  for (const interceptor of hooks.responseInterceptors(head.provider)) {
    const change = await interceptor.handler({ ...head, status: response.status, responseHeaders: headers })
    if (change === undefined) continue
    if ('reject' in change) throw new InterceptorRejection(change)
    headers = headers.with(change.headers)
  }
  return { ...response, headers }
}

/** The body without its content-encoding; with it, where we cannot undo it. */
export async function readable(body: RequestBody, headers: HeaderList): Promise<Uint8Array> {
  if (!body.isPresent) return new Uint8Array()
  const bytes = await body.whole()
  return (await decodeRequest(bytes, headers.get('content-encoding'))) ?? bytes
}
