import { describeProviderPlugin } from '@ccproxy/testkit/conformance'
import { factory } from './plugin.js'

describeProviderPlugin(factory, {
  packageJson: new URL('../package.json', import.meta.url),
  golden: new URL('__fixtures__/golden', import.meta.url),
})
