import { reasonOf } from '../reason-of.js'
import type { FlowRule } from '../rule.js'

const rounds = 3

export const rotation: FlowRule = {
  about: 'flow',
  id: 'rotation',
  title: 'a rotated refresh token is kept, and the next refresh sends that one',
  appliesTo: ({ kind }) => kind === 'authorization-code' || kind === 'device-code' || kind === 'custom',
  check: async (flow) => {
    await using login = await flow.login()
    const { running, storage, key } = login
    const spent = new Set<string>()
    for (let round = 1; round <= rounds; round += 1) {
      const stored = await storage.read(key)
      if (stored?.kind !== 'oauth' || stored.refreshToken === undefined) return []
      if (flow.isOwn && spent.has(stored.refreshToken)) {
        return [
          {
            problem: 'after a refresh the old refresh token is still stored, which the provider has replaced',
            fix: 'keep the refresh token of the answer; the old one only where none came',
          },
        ]
      }
      spent.add(stored.refreshToken)
      try {
        await running.runtime.manager.refresh(key)
      } catch (error) {
        return [
          {
            problem: `refresh ${round} of ${rounds} in a row fails: ${reasonOf(error)}`,
            fix: 'send the refresh token that the last answer brought; one that was replaced ends the whole login',
          },
        ]
      }
    }
    return []
  },
}
