import type { Provider } from 'oidc-provider'
import type { StateStore } from './state-store.js'

/** The records of keys that were issued for a code. */
export const keyModel = 'ApiKey'
/** The records of whatever is a bearer for the model. */
export const accessTokenModels = ['AccessToken', 'ClientCredentials'] as const

/** What this authorization server gave out. */
export interface IssuedCredentials {
  isKey(value: string): boolean
  /** @returns expired ones, too */
  findToken(value: string): Promise<{ readonly isExpired: boolean } | undefined>
}

export const createIssuedCredentials = (provider: Provider, store: StateStore): IssuedCredentials => ({
  isKey: (value) => store.get(keyModel, value) !== undefined,
  findToken: async (value) =>
    (await provider.AccessToken.find(value, { ignoreExpiration: true })) ??
    (await provider.ClientCredentials.find(value, { ignoreExpiration: true })),
})
