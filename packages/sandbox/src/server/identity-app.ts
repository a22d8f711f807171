// How a process recognises that a sandbox listens on a port already, and how it notices that this one has gone.
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import { identityHeader, identityPath, presencePath } from './identity-paths.js'

export function createIdentityApp(origin: string): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.get(identityPath, (c) =>
    c.json({ service: 'ccproxy-sandbox', version: 1, origin }, 200, { [identityHeader]: '1' }),
  )
  // Never ends while we live: its end tells the others that the port is free.
  app.get(presencePath, (c) => {
    c.header(identityHeader, '1')
    return stream(c, async (presence) => {
      await presence.write('\n')
      await new Promise<void>((resolve) => presence.onAbort(resolve))
    })
  })
  return app
}
