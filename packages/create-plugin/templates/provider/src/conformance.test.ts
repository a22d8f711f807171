// What every provider plugin keeps: sign-in, refresh, rotation, 401, limits, streams, masking. See @ccproxy/testkit.
import { describeProviderPlugin } from '@ccproxy/testkit/conformance'
import { factory } from './plugin.js'

describeProviderPlugin(factory, { packageJson: new URL('../package.json', import.meta.url) })
