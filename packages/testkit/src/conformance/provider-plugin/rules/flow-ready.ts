import type { FlowRule } from '../rule.js'

export const flowReady: FlowRule = {
  about: 'flow',
  id: 'flow-ready',
  title: 'can be tried: by the settings of the suite, by a preparation, or it is skipped with a reason',
  check: async (flow) => {
    await flow.setup()
    return []
  },
}
