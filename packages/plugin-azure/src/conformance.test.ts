import { describeProviderPlugin, type FlowPreparation } from '@ccproxy/testkit/conformance'
import { startEntra } from '@ccproxy/testkit/providers'
import { factory } from './plugin.js'

/** Entra ID is the authorization server; the API stays that of the suite. */
async function atEntra(secret?: 'client_secret'): Promise<FlowPreparation> {
  const entra = await startEntra({ intervalSeconds: 0.05 })
  const { oauth, tenant } = entra.settings
  const own = secret === undefined ? {} : { [secret]: entra.application.clientSecret }
  return {
    settings: { tenant, oauth: { ...Object(oauth), ...own } },
    endLogin: () => entra.endLatestLogin(),
    stop: () => entra.stop(),
  }
}

async function atTheAzureCli(): Promise<FlowPreparation> {
  const entra = await startEntra()
  return {
    settings: { tenant: entra.settings['tenant'] },
    environment: entra.environment,
    stop: () => entra.stop(),
  }
}

describeProviderPlugin(factory, {
  packageJson: new URL('../package.json', import.meta.url),
  settings: ({ api }) => ({ base_url: `${api.origin}/openai` }),
  flows: {
    browser: () => atEntra(),
    device: () => atEntra(),
    client: () => atEntra('client_secret'),
    az: atTheAzureCli,
  },
  golden: new URL('__fixtures__/golden', import.meta.url),
})
