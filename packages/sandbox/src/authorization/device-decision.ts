// A person's answer to a device code, given without oidc-provider's forms.
import type { Provider } from 'oidc-provider'
import { accountId, createGrant } from './consent-policy.js'
import type { StateStore } from './state-store.js'

export interface DeviceDecisions {
  /** @returns false when no such code waits for an answer */
  decide(userCode: string, decision: 'allow' | 'deny'): Promise<boolean>
  /** @returns true when this code waits for an answer */
  waits(userCode: string): Promise<boolean>
}

export function createDeviceDecisions(provider: Provider, store: StateStore): DeviceDecisions {
  // People type codes with or without the dash, in any case.
  const find = async (userCode: string) => {
    const code = await provider.DeviceCode.findByUserCode(userCode.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''))
    return code === undefined || code.isExpired || code.error !== undefined || code.accountId !== undefined
      ? undefined
      : code
  }
  return {
    waits: async (userCode) => (await find(userCode)) !== undefined,
    decide: async (userCode, decision) => {
      const code = await find(userCode)
      if (code === undefined || code.clientId === undefined) return false
      if (decision === 'deny') {
        code.error = 'access_denied'
        code.errorDescription = 'the person refused the request'
      } else {
        const asked = code.params?.['scope']
        const scopes = typeof asked === 'string' ? asked : 'inference'
        code.accountId = accountId
        code.grantId = await createGrant(provider, code.clientId, scopes.split(' '))
        code.scope = scopes
      }
      await code.save()
      store.flush()
      return true
    },
  }
}
