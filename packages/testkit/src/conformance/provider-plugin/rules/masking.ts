import { findSecrets } from '../../../secrets/find-secrets.js'
import { liveThrough } from '../bench/live-through.js'
import type { FlowRule } from '../rule.js'

export const masking: FlowRule = {
  about: 'flow',
  id: 'masking',
  title: 'no secret is in a status, an error, the log, an event or what a person is told',
  check: async (flow) => {
    const { shown, secrets } = await liveThrough(flow)
    return Object.entries(shown)
      .filter(([, text]) => findSecrets(text, secrets).length > 0)
      .map(([place]) => ({
        problem: `a secret is in ${place}`,
        fix: 'never log, throw or keep as showable what `reveal()`, `extra` or a token endpoint gave',
      }))
  },
}
