import { describeProviderPlugin } from '@ccproxy/testkit/conformance'
import { startAnthropic } from '@ccproxy/testkit/providers'
import { factory } from './plugin.js'

describeProviderPlugin(factory, {
  packageJson: new URL('../package.json', import.meta.url),
  flows: { ant: () => startAnthropic(), federation: () => startAnthropic() },
  golden: new URL('__fixtures__/golden', import.meta.url),
})
