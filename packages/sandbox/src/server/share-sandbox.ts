// One sandbox for several processes: who comes first owns the port, the others use it, and one of them follows when the
// owner ends. With a state file the tokens live on.
import { setTimeout as delay } from 'node:timers/promises'
import { type SandboxClients, sandboxClients } from '../authorization/clients.js'
import { sandboxApiKey } from '../model/api-key.js'
import type { Sandbox, SandboxOptions } from '../sandbox.js'
import { identityHeader, presencePath } from './identity-paths.js'
import { startSandbox } from './start-sandbox.js'

// Imported, node:http brings all of fetch with it, which takes longer to load than this package.
const { request } = process.getBuiltinModule('node:http')

export interface ShareOptions extends SandboxOptions {
  /** Fixed: the same in every process. */
  readonly port: number
}

export interface SharedSandbox {
  readonly origin: string
  readonly clients: SandboxClients
  readonly apiKey: string
  /** Whether this process listens. Changes when the owner ends. */
  readonly role: 'owner' | 'guest'
  /** Resolves when a sandbox answers. @throws Error when something else has taken the port */
  ready(): Promise<void>
  close(): Promise<void>
}

const attempts = 20

/** @throws Error when another program listens on the port */
export async function shareSandbox(options: ShareOptions): Promise<SharedSandbox> {
  const host = options.host ?? '127.0.0.1'
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${options.port}`
  let own: Sandbox | undefined
  let leave: (() => void) | undefined
  let closed = false

  async function enter(): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const started = await tryStart(options)
      if (started !== undefined) {
        own = started
        return closed ? started.close() : undefined
      }
      const visit = await visitSandbox(host, options.port)
      if (visit === 'foreign') throw new Error(`another program listens on ${origin}; choose another port`)
      if (visit !== 'gone') {
        leave = () => visit.leave()
        void follow(visit)
        return closed ? leave() : undefined
      }
      // The owner is just closing, or a third process was faster.
      await delay(10 + attempt * 10)
    }
    throw new Error(`no sandbox answers on ${origin}, and it cannot be started there`)
  }

  async function follow(visit: Visit): Promise<void> {
    await visit.ended
    if (closed) return
    joining = enter()
    // Whoever needs the sandbox next hears of the failure from `ready`.
    joining.catch(() => {})
  }

  let joining = enter()
  await joining
  return {
    origin,
    clients: sandboxClients,
    apiKey: sandboxApiKey,
    get role() {
      return own === undefined ? 'guest' : 'owner'
    },
    ready: async () => {
      try {
        await joining
      } catch {
        joining = enter()
        await joining
      }
    },
    close: async () => {
      closed = true
      leave?.()
      await joining.catch(() => {})
      await own?.close()
    },
  }
}

async function tryStart(options: ShareOptions): Promise<Sandbox | undefined> {
  try {
    return await startSandbox(options)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined
    throw error
  }
}

interface Visit {
  /** Resolves when the owner has gone. */
  readonly ended: Promise<void>
  leave(): void
}

/** Connects to the sandbox on this port and stays connected. */
function visitSandbox(host: string, port: number): Promise<Visit | 'gone' | 'foreign'> {
  return new Promise((resolve) => {
    const visit = request({ host, port, path: presencePath, agent: false, timeout: 2_000 })
    visit.once('timeout', () => {
      resolve('foreign')
      visit.destroy()
    })
    visit.once('error', (error) => {
      resolve('code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') ? 'gone' : 'foreign')
    })
    visit.once('response', (response) => {
      if (response.headers[identityHeader] !== '1') {
        resolve('foreign')
        visit.destroy()
        return
      }
      visit.setTimeout(0)
      // Not before: until it has answered, somebody waits for it.
      response.socket.unref()
      const ended = new Promise<void>((end) => response.once('close', end))
      response.on('error', () => {})
      response.resume()
      resolve({ ended, leave: () => visit.destroy() })
    })
    visit.end()
  })
}
