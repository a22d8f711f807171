// The token endpoint under other addresses, each with the manners of another server.
import type { Provider } from 'oidc-provider'
import { workloadClient } from './clients.js'
import { deviatingPaths, paths } from './endpoints.js'

const { errorsIn200Token, federationToken, jsonToken } = deviatingPaths

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Must run before `provider.callback()` is taken: middleware added later has no effect. */
export function installDeviatingTokenEndpoints(provider: Provider): void {
  provider.use(async (context, next) => {
    const { path } = context
    if (path !== errorsIn200Token && path !== federationToken && path !== jsonToken) {
      await next()
      return
    }
    context.path = paths.token
    if (path === federationToken) {
      // RFC 7521 §4.1: client authentication is optional there; oidc-provider insists on it.
      const { clientId, clientSecret } = workloadClient
      context.req.headers.authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
    }
    await next()
    if (path === errorsIn200Token && isObject(context.body)) {
      const { error, error_description: message, ...answer } = context.body
      context.body = error === undefined ? { ok: true, ...answer } : { ok: false, reason: error, message }
      context.status = 200
    }
  })
}
