import { fileURLToPath } from 'node:url'

export interface SandboxOwnerCommand {
  readonly program: string
  readonly args: readonly string[]
}

/** What makes the owner of the linked login renew it and print the access token; also the bin `ccproxy-sandbox-owner`. */
export const sandboxOwnerCommand = (origin: string): SandboxOwnerCommand => ({
  program: process.execPath,
  // From here as from the bundle, one folder up.
  args: [fileURLToPath(new URL('../bin/sandbox-owner.js', import.meta.url)), 'print-token', origin],
})
