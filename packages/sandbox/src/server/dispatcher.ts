import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { getRequestListener } from '@hono/node-server'
import type { Provider } from 'oidc-provider'
import { deviatingPaths } from '../authorization/endpoints.js'
import { isJsonRequest, toFormRequest } from '../authorization/json-token-request.js'

/** Requests of oidc-provider go to it untouched, JSON ones as forms; all others to the app. */
export function createDispatcher(provider: Provider, app: ReturnType<typeof getRequestListener>): RequestListener {
  const authorize = provider.callback()
  return (request, response) => {
    const path = request.url ?? '/'
    if (!/^\/(oauth\/|\.well-known\/(openid-configuration|oauth-authorization-server))/.test(path)) {
      void app(request, response)
    } else if (isJsonRequest(request)) {
      void answerJson(request, response, authorize)
    } else if (path.split('?', 1)[0] === deviatingPaths.jsonToken) {
      refuse(response, 'the body is not JSON')
    } else {
      void authorize(request, response)
    }
  }
}

async function answerJson(
  request: IncomingMessage,
  response: ServerResponse,
  authorize: ReturnType<Provider['callback']>,
): Promise<void> {
  try {
    const form = await toFormRequest(request)
    if (form !== undefined) return await authorize(form, response)
    refuse(response, 'the body is not a flat JSON object')
  } catch {
    // The client left while it was sending.
    response.destroy()
  }
}

function refuse(response: ServerResponse, description: string): void {
  response.writeHead(400, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify({ error: 'invalid_request', error_description: description }))
}
