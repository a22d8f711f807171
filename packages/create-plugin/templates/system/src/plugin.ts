import { defineSystemPlugin } from '@ccproxy/core'
import { config } from './config.js'

/** Counts the requests of each provider. The number of providers bounds the map. */
export const factory = defineSystemPlugin({
  name: 'acme',
  displayName: 'Acme AI',
  config,
  start: ({ hooks, settings }) => {
    const counts = new Map<string, number>()
    const stopListening = hooks.on(
      'request.completed',
      ({ provider, status }) => {
        if (status >= settings.lowestStatus) counts.set(provider, (counts.get(provider) ?? 0) + 1)
      },
      { name: 'acme' },
    )
    return {
      // Mounted at /plugins/acme/, behind the checks of CCProxy.
      routes: { fetch: () => Response.json({ requests: Object.fromEntries(counts) }) },
      stop: async () => stopListening(),
    }
  },
})
