import { sandboxApiKey } from '@ccproxy/sandbox'
import { startSandbox } from '@ccproxy/testkit'
import { describeProviderPlugin, type FlowPreparation } from '@ccproxy/testkit/conformance'
import { factory } from './plugin.js'

/** The plugin starts its own server there: only that one plays the other tools of the machine. */
async function atItsOwnServer(): Promise<FlowPreparation> {
  const free = await startSandbox()
  await free.close()
  return { settings: { port: Number(new URL(free.origin).port) } }
}

describeProviderPlugin(factory, {
  packageJson: new URL('../package.json', import.meta.url),
  // The plugin joins whichever sandbox listens on its port: that of the suite.
  settings: ({ sandbox }) => ({ port: Number(new URL(sandbox.origin).port) }),
  apiKey: sandboxApiKey,
  flows: { federation: atItsOwnServer, link: atItsOwnServer, mint: atItsOwnServer, custom: () => ({}) },
})
