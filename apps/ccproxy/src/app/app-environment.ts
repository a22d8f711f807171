import type { HttpBindings } from '@hono/node-server'

/** What our handlers find on Hono's context. */
export interface AppEnvironment {
  readonly Bindings: HttpBindings
  readonly Variables: { requestId: string }
}
