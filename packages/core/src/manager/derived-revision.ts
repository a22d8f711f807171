// A credential with a token that no storage holds: the revision it came from, and a mark of the token.
import { createHash } from 'node:crypto'
import type { Credential } from '../storage/credential.js'

/** Another token is another revision: a request that was refused can tell. */
export function derivedRevision(
  from: Pick<Credential, 'revision'>,
  accessToken: string,
  ...facts: readonly string[]
): string {
  const hash = createHash('sha256').update([accessToken, ...facts].join('\n'))
  return `${originalRevision(from)}#${hash.digest('hex').slice(0, 16)}`
}

/** What was stored, or found in the surroundings, before any token was put to it. */
export function originalRevision({ revision }: Pick<Credential, 'revision'>): string {
  return revision.split('#', 1)[0] ?? revision
}
