import { createServer } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { bearer } from '../adapter/bearer.js'
import { createHookBus } from '../hooks/create-hook-bus.js'
import { systemClock } from '../plugin/clock.js'
import { defineProviderPlugin } from '../plugin/define-provider-plugin.js'
import { silentLogger } from '../plugin/logger.js'
import { providerSettings } from '../plugin/provider-settings.js'
import { MemoryTokenStorage } from '../storage/memory-token-storage.js'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const factory = defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme',
  config: providerSettings({}),
  flows: () => [{ kind: 'api-key', id: 'key', label: 'API key', env: [] }],
  adapter: () => ({ dialects: [], prepare: bearer }),
  health: async ({ http }, signal) => {
    await http.get('v1/models', { signal })
    return { status: 'ok' }
  },
})

it('ends with its signal although the collector ran meanwhile', async () => {
  const server = createServer(() => {}).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const runtime = await factory.create(
    { baseUrl: `http://127.0.0.1:${port}`, apiKey: 'fake-key' },
    {
      packageName: '@acme/plugin',
      directory: '/absent',
      stateDirectory: '/absent',
      installationId: 'installation',
      environment: {},
      logger: silentLogger,
      clock: systemClock,
      hooks: createHookBus(silentLogger),
      fetch: globalThis.fetch,
      storage: new MemoryTokenStorage(),
    },
  )
  const collecting = setInterval(collectGarbage, 20)
  const startedAt = performance.now()
  expect(await runtime.health(AbortSignal.timeout(200))).toMatchObject({ status: 'down' })
  expect(performance.now() - startedAt).toBeLessThan(3000)
  clearInterval(collecting)
  await runtime.stop()
  server.closeAllConnections()
  server.close()
})
