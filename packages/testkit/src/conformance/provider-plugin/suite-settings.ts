// The settings that point a plugin at the servers of the suite.
import type { OAuthFlow } from '@ccproxy/core'
import type { SettingsShape } from '@ccproxy/host'
import { isRecord } from './is-record.js'
import type { TestServers, WrittenSettings } from './provider-plugin-options.js'

/** A client of the authorization server. */
export interface SuiteClient {
  readonly clientId: string
  readonly clientSecret?: string
  /** Absent: those of the plugin. */
  readonly scopes?: readonly string[]
}

/** Which clients of the sandbox a flow may be meant for, best first. */
export function clientsFor(flow: OAuthFlow, { clients }: TestServers['sandbox']): readonly SuiteClient[] {
  if (flow.kind === 'authorization-code')
    return flow.pkce === 'none' ? [clients.confidential] : [clients.public, clients.confidential]
  if (flow.kind === 'device-code') return [clients.device]
  return [flow.kind === 'client-credentials' ? clients.service : clients.public]
}

/** The common settings of every provider, as far as this one has them. @param basePath of the provider's own base URL */
export function commonSettings(
  { sandbox, api }: TestServers,
  { clientId, clientSecret, scopes }: SuiteClient,
  basePath: string,
  shape: SettingsShape,
): WrittenSettings {
  const { endpoints } = sandbox
  return known(shape, {
    base_url: api.origin + basePath,
    oauth: {
      client_id: clientId,
      ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
      ...(scopes === undefined ? {} : { scopes }),
      issuer: endpoints.issuer,
      authorize_url: endpoints.authorize,
      token_url: endpoints.token,
      device_authorization_url: endpoints.deviceAuthorization,
      revoke_url: endpoints.revocation,
      jwks_url: endpoints.jwks,
    },
  })
}

/** Leaves out what the schema does not name: it would refuse it. */
function known(shape: SettingsShape | undefined, values: WrittenSettings): WrittenSettings {
  if (shape?.kind !== 'table') return values
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const setting = shape.named.get(key)
      if (setting === undefined && shape.others === undefined) return []
      return [[key, isRecord(value) ? known(setting?.shape, value) : value]]
    }),
  )
}

/** Tables are merged, everything else is replaced by the later. */
export function mergeSettings(...layers: readonly (WrittenSettings | undefined)[]): WrittenSettings {
  const merged: Record<string, unknown> = {}
  for (const [key, value] of layers.flatMap((layer) => Object.entries(layer ?? {}))) {
    const below = merged[key]
    merged[key] = isRecord(below) && isRecord(value) ? mergeSettings(below, value) : value
  }
  return merged
}
