// What a plugin that counts requests does on the way of each: it looks at the beginning, the head, and what came of it.
import { defineSystemPlugin } from '@ccproxy/core'
import * as v from 'valibot'

export const factory = defineSystemPlugin({
  name: 'bench-observer',
  displayName: 'Observer',
  config: v.strictObject({}),
  start: ({ hooks }) => {
    let requests = 0
    let bytes = 0
    const name = 'bench-observer'
    const subscriptions = [
      hooks.on('request.started', () => (requests += 1), { name }),
      hooks.on('provider.response.received', ({ latencyMs }) => (bytes += latencyMs), { name }),
      hooks.on('request.completed', (completed) => (bytes += completed.bytes), { name }),
    ]
    return {
      health: async () => ({ status: 'ok' as const, detail: `${requests} requests, ${bytes} bytes` }),
      stop: async () => {
        for (const unsubscribe of subscriptions) unsubscribe()
      },
    }
  },
})
