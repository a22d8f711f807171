// The rules that every storage keeps: compare-and-swap, locks, redeem tickets. See @ccproxy/testkit.
import { createTemporaryDirectory, createTestServices } from '@ccproxy/testkit'
import { describeTokenStorage } from '@ccproxy/testkit/conformance'
import { factory } from './plugin.js'

describeTokenStorage('Acme AI', async () => {
  const folder = await createTemporaryDirectory()
  const services = createTestServices({ stateDirectory: `${folder.path}/state` })
  // Two instances, as two processes have them.
  const open = async () => (await factory.create({ directory: folder.path }, services)).storage
  return { storage: await open(), peer: await open(), close: () => folder.remove() }
})
