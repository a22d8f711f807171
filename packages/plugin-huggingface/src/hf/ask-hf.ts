import { CCProxyError, type Clock, type LinkedReading, runOwnerCommand } from '@ccproxy/core'
import type { Environment } from './token-files.js'

export interface HfQuestion {
  readonly environment: Environment
  readonly reading: LinkedReading
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Its files, looked at again. */
  readonly readAgain: () => Promise<LinkedReading | undefined>
}

/** It is a Python program that may ask the network. */
const commandTimeoutMs = 25_000
/** For a token whose end nobody wrote down: it is asked for again soon. */
const unknownLifetimeMs = 60_000
/** These win over the login that is asked for. */
const misleading: ReadonlySet<string> = new Set(['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HF_OIDC_RESOURCE'])
const signInAgain = 'Sign in again with `hf auth login`.'

/**
 * The documented hand-off: `hf auth token` prints the token, and renews it before where it must.
 * @throws CCPROXY_CREDENTIAL_LINK
 */
export async function askHf(
  question: HfQuestion,
): Promise<{ readonly accessToken: string; readonly expiresAt: number }> {
  const { environment, reading, clock, signal, readAgain } = question
  const printed = await runOwnerCommand({
    program: 'hf',
    args: ['auth', 'token'],
    environment: {
      ...Object.fromEntries(Object.entries(environment).filter(([name]) => !misleading.has(name))),
      HF_TOKEN_PATH: reading.source?.['token_path'],
    },
    timeoutMs: commandTimeoutMs,
    signal,
    hint: `Install the hf CLI, which alone may renew its logins, and see that it is on PATH. If it is: ${signInAgain}`,
  })
  // Newer versions add a line of advice.
  const accessToken = printed.split(/\s/)[0] ?? ''
  if (!/^hf_[\x21-\x7e]+$/.test(accessToken))
    throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', '`hf auth token` printed something else than a token', {
      hint: 'Run it to see what it says, and update the hf CLI.',
    })
  const after = await readAgain()
  const known = after?.accessToken === accessToken ? after.expiresAt : undefined
  // It prints what it has even when it could not renew it.
  if (accessToken === reading.accessToken || (known !== undefined && known <= clock.now()))
    throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', 'the hf CLI has no newer token', { hint: signInAgain })
  return { accessToken, expiresAt: known ?? clock.now() + unknownLifetimeMs }
}
