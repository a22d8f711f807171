import { join } from 'node:path'

/** Where the sandbox on this port plays other tools of the machine. */
export const ownersDirectory = (stateDirectory: string, port: number): string =>
  join(stateDirectory, 'sandbox', String(port))
