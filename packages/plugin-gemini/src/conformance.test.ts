import { describeProviderPlugin, type FlowPreparation } from '@ccproxy/testkit/conformance'
import { type GoogleOptions, startGoogle } from '@ccproxy/testkit/providers'
import { factory } from './plugin.js'

/** Google is the authorization server; the API stays that of the suite. */
async function atGoogle(options: GoogleOptions = {}): Promise<FlowPreparation> {
  const google = await startGoogle(options)
  const { settings, environment, endLatestLogin: endLogin } = google
  return { settings: { oauth: settings['oauth'] }, environment, endLogin, stop: () => google.stop() }
}

describeProviderPlugin(factory, {
  packageJson: new URL('../package.json', import.meta.url),
  flows: {
    browser: () => atGoogle(),
    adc: () => atGoogle({ defaultCredentials: 'authorized_user' }),
    'service-account': () => atGoogle({ defaultCredentials: 'service_account' }),
  },
  golden: new URL('__fixtures__/golden', import.meta.url),
})
