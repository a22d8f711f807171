import { describeProviderPlugin } from '@ccproxy/testkit/conformance'
import { startHuggingFace } from '@ccproxy/testkit/providers'
import { factory } from './plugin.js'

describeProviderPlugin(factory, {
  packageJson: new URL('../package.json', import.meta.url),
  flows: {
    hf: async () => {
      const standIn = await startHuggingFace()
      return {
        environment: standIn.environment,
        endLogin: () => standIn.revokeLogins(),
        stop: () => standIn.stop(),
      }
    },
  },
  golden: new URL('__fixtures__/golden', import.meta.url),
})
