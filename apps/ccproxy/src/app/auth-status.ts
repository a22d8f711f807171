import { errorDefinition, isErrorCode, systemClock, type TokenStatus } from '@ccproxy/core'
import { collectStatus, type Host } from '@ccproxy/host'

export interface AuthStatusOptions {
  /** False leaves out who is signed in and where credentials are kept. */
  readonly showsPrivate: boolean
}

/** What is known of every account of every running provider. Asks no provider and shows no token. */
export async function authStatus(
  { providers }: Pick<Host, 'providers'>,
  { showsPrivate }: AuthStatusOptions,
): Promise<{ readonly providers: readonly TokenStatus[] }> {
  const rows = await collectStatus(providers, { clock: systemClock })
  return { providers: showsPrivate ? rows : rows.map(withoutPrivate) }
}

/** The hint of an error may name the file that it is about; that of its code does not. */
function withoutPrivate(status: TokenStatus): TokenStatus {
  const { lastError } = status
  const hint = lastError !== null && isErrorCode(lastError.code) ? errorDefinition(lastError.code).hint : ''
  return { ...status, profile: null, storage: null, lastError: lastError && { ...lastError, hint } }
}
