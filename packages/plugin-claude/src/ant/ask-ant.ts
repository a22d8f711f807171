import { CCProxyError, type Clock, type LinkedReading, runOwnerCommand } from '@ccproxy/core'
import type { Environment } from '../environment.js'

export interface AntQuestion {
  readonly environment: Environment
  readonly reading: LinkedReading
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Its file, looked at again. */
  readonly readAgain: () => Promise<LinkedReading | undefined>
}

const command = ['auth', 'print-credentials', '--access-token'] as const
/** For a token whose end nobody wrote down: it is asked for again soon. */
const unknownLifetimeMs = 60_000

/** These win over the profile, or (the base URL) lead `ant` to this very proxy. */
const misleading: ReadonlySet<string> = new Set(['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL'])

/**
 * The documented hand-off: `ant` prints the token of the profile, and renews it before where it must.
 * @throws CCPROXY_CREDENTIAL_LINK
 */
export async function askAnt(
  question: AntQuestion,
): Promise<{ readonly accessToken: string; readonly expiresAt: number }> {
  const { environment, reading, clock, signal, readAgain } = question
  const { directory = '', profile = '' } = reading.source ?? {}
  const signInAgain = `Sign in again with \`ant auth login --profile ${profile}\`.`
  const accessToken = await runOwnerCommand({
    program: 'ant',
    args: command,
    environment: {
      ...Object.fromEntries(Object.entries(environment).filter(([name]) => !misleading.has(name))),
      ANTHROPIC_CONFIG_DIR: directory,
      ANTHROPIC_PROFILE: profile,
    },
    timeoutMs: 10_000,
    signal,
    hint: `Install the ant CLI, which alone may renew its logins, and see that it is on PATH. If it is: ${signInAgain}`,
  })
  if (!/^[\x21-\x7e]+$/.test(accessToken))
    throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', '`ant` printed something else than one access token', {
      hint: `Run \`ant ${command.join(' ')}\` to see what it says, and update the ant CLI.`,
    })
  const after = await readAgain()
  const known = after?.accessToken === accessToken ? after.expiresAt : undefined
  // It prints what it has even when it could not renew it.
  if (known !== undefined && known <= clock.now())
    throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', `\`ant\` could not renew the login of the profile ${profile}`, {
      hint: signInAgain,
    })
  return { accessToken, expiresAt: known ?? clock.now() + unknownLifetimeMs }
}
