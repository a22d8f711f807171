import { describeProviderPlugin, type FlowPreparation } from '@ccproxy/testkit/conformance'
import { startOpenRouter } from '@ccproxy/testkit/providers'
import { factory } from './plugin.js'

/** OpenRouter signs in; the API stays that of the suite. */
async function atOpenRouter(person: FlowPreparation['person'] = 'follows'): Promise<FlowPreparation> {
  const openrouter = await startOpenRouter()
  return { settings: { oauth: openrouter.settings['oauth'] }, person, stop: () => openrouter.stop() }
}

describeProviderPlugin(factory, {
  packageJson: new URL('../package.json', import.meta.url),
  flows: { browser: () => atOpenRouter(), code: () => atOpenRouter('pastes-shown-code') },
  golden: new URL('__fixtures__/golden', import.meta.url),
})
