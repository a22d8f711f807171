import type { StateStore } from './state-store.js'

/** The records of keys that were issued for a code. */
export const keyModel = 'ApiKey'
/** The records of whatever is a bearer for the model. */
export const accessTokenModels = ['AccessToken', 'ClientCredentials'] as const

/** What this authorization server gave out. */
export interface IssuedCredentials {
  isKey(value: string): boolean
  /** @returns expired ones, too */
  findToken(value: string): { readonly isExpired: boolean } | undefined
}

export const createIssuedCredentials = (store: StateStore): IssuedCredentials => ({
  isKey: (value) => store.get(keyModel, value) !== undefined,
  findToken: (value) => {
    const record = accessTokenModels.map((model) => store.get(model, value)).find((found) => found !== undefined)
    if (record === undefined) return undefined
    // oidc-provider counts in whole seconds, which ends a token up to one second before the time that it was promised.
    return { isExpired: (record.expiresAt ?? 0) <= Date.now() }
  },
})
