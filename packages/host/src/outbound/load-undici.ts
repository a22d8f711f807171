import { createRequire } from 'node:module'
import type { Agent, buildConnector } from 'undici'

interface UndiciParts {
  readonly Agent: typeof Agent
  readonly buildConnector: typeof buildConnector
}

const load = createRequire(import.meta.url)

/**
 * What we use of undici, when it is first needed and from where it lives: its index brings a second fetch, WebSockets and
 * mocks, which took longer to load than the rest of `serve` together. Its version is pinned.
 */
export function loadUndici(): UndiciParts {
  return { Agent: load('undici/lib/dispatcher/agent.js'), buildConnector: load('undici/lib/core/connect.js') }
}
