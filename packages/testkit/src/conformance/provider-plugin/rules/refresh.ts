import { isRenewable } from '../is-renewable.js'
import { reasonOf } from '../reason-of.js'
import type { FlowRule } from '../rule.js'

export const refresh: FlowRule = {
  about: 'flow',
  id: 'refresh',
  title: 'a refresh brings another token',
  appliesTo: ({ kind }) => kind !== 'api-key',
  check: async (flow) => {
    await using account = await flow.account()
    const { running, storage, key } = account
    const { manager } = running.runtime
    const before = await manager.acquire(key)
    try {
      const after = await manager.refresh(key)
      if (!isRenewable(await storage.read(key)) || after.reveal() !== before.reveal()) return []
      return [
        {
          problem: 'after a refresh the access token is the same',
          fix: 'return what the token endpoint brought from `refreshCredential`, or correct `token.normalize`',
        },
      ]
    } catch (error) {
      return [
        {
          problem: `a refresh of a good login fails: ${reasonOf(error)}`,
          fix: 'compare the request with RFC 6749 §6; where the answer deviates, correct `token.normalize`',
        },
      ]
    }
  },
}
