import type { Sandbox, SandboxOptions } from '../sandbox.js'

/**
 * A real authorization server (oidc-provider) and a model of the Anthropic dialect, on one loopback port.
 * @throws Error with code EADDRINUSE when the port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  // Loading the server takes a while; who only needs its addresses must not wait for it.
  const { runSandbox } = await import('./run-sandbox.js')
  return runSandbox(options)
}
