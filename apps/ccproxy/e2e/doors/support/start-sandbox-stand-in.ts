// The sandbox as a stand-in of itself: the program joins the one that the test has started on the port.
import { type Sandbox, startSandbox } from '@ccproxy/testkit'
import type { DoorStandIn } from './open-door.js'

export interface SandboxStandIn extends DoorStandIn {
  readonly sandbox: Sandbox
}

export async function startSandboxStandIn(): Promise<SandboxStandIn> {
  const sandbox = await startSandbox()
  return {
    sandbox,
    settings: { enabled: true, port: Number(new URL(sandbox.origin).port) },
    // It counts them only.
    get tokenRequests() {
      return Array.from({ length: sandbox.stats().tokenRequests }, () => ({ grant: 'any', status: 200 }))
    },
    apiRequests: [],
    expireTokens: () => sandbox.revokeAccessTokens(),
    stop: () => sandbox.close(),
  }
}
