import { describeProviderPlugin } from '@ccproxy/testkit/conformance'
import { factory } from './index.js'

describeProviderPlugin(factory, { packageJson: new URL('../package.json', import.meta.url) })
