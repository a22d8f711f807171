import { Hono } from 'hono'
import { deviatingPaths } from '../authorization/endpoints.js'
import type { Owners } from '../owners/owners.js'

/** How the command of the tool that owns the linked login reaches it. */
export function createOwnerApp(owners: Pick<Owners, 'renewLinked'>): Hono {
  const app = new Hono()
  app.post(deviatingPaths.owner, async (c) => c.json({ access_token: await owners.renewLinked() }))
  return app
}
