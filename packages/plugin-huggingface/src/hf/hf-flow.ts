import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { LinkedFlow, LinkedReading } from '@ccproxy/core'
import { askHf } from './ask-hf.js'
import { type Environment, readHfToken, tokenPath } from './token-files.js'

/**
 * The login of the hf CLI: read live, renewed by `hf` alone. Not used by itself: a token for downloads need not be meant for
 * requests that cost money.
 */
export function hfFlow(environment: Environment): LinkedFlow {
  async function read(source: Readonly<Record<string, string>>): Promise<LinkedReading | undefined> {
    const path = source['token_path'] ?? tokenPath(environment)
    const token = path === undefined ? undefined : await readHfToken(path)
    if (path === undefined || token === undefined) return undefined
    const { accessToken, expiresAt } = token
    return {
      fingerprint: createHash('sha256').update(accessToken).digest('hex').slice(0, 16),
      where: path,
      source: { token_path: path },
      accessToken,
      ...(expiresAt !== undefined && { expiresAt }),
    }
  }

  return {
    kind: 'linked',
    id: 'hf',
    label: 'Login of the hf CLI',
    // Looked up each time: who signs in there need not restart us.
    get unavailable() {
      const path = tokenPath(environment)
      if (path !== undefined && existsSync(path)) return undefined
      return { reason: 'nobody is signed in there', hint: 'Install the hf CLI and run `hf auth login`.' }
    },
    renewal: 'hand-off',
    read,
    renew: (reading, { clock, signal }) =>
      askHf({ environment, reading, clock, signal, readAgain: () => read(reading.source ?? {}) }),
  }
}
