import type { PrepareInput, TokenSnapshot } from '@ccproxy/core'
import type { ClientRequestFixture } from '../client-requests/client-request.js'

/** What `prepare` is given; nothing of it can be changed. */
export function prepareInput(request: ClientRequestFixture, token: TokenSnapshot, baseUrl: string): PrepareInput {
  const { method, path, dialect, headers } = request
  const get = (name: string): string | undefined => {
    const values = headers.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value)
    return values.length === 0 ? undefined : values.join(', ')
  }
  return Object.freeze({
    request: Object.freeze({
      id: 'request-1',
      method,
      path,
      dialect,
      model: undefined,
      headers: Object.freeze({ get }),
    }),
    token,
    baseUrl,
  })
}
