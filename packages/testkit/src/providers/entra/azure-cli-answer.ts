import type { IssuedAccessTokens } from '../issued-access-tokens.js'

export interface AzureCliAnswer {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** What `az` prints for these arguments. */
export function answerAzureCli(
  args: readonly string[],
  { tokens, tenant, lifetimeSeconds }: AzureCliWorld,
): AzureCliAnswer {
  const [command, verb, ...options] = args
  if (command !== 'account' || verb !== 'get-access-token') return failed(2, 'unknown command')
  if (optionOf(options, '--output') !== 'json' || optionOf(options, '--scope')?.endsWith('/.default') !== true)
    return failed(2, 'the following arguments are wrong: --output, --scope')
  if ((optionOf(options, '--tenant') ?? tenant) !== tenant) return failed(1, 'AADSTS90002: Tenant not found.')
  const end = new Date(Date.now() + lifetimeSeconds * 1000)
  const printed = {
    accessToken: tokens.issue(),
    expiresOn: localTime(end),
    expires_on: Math.floor(end.getTime() / 1000),
    subscription: 'fake-subscription',
    tenant,
    tokenType: 'Bearer',
  }
  return { code: 0, stdout: `${JSON.stringify(printed, undefined, 2)}\n`, stderr: '' }
}

export interface AzureCliWorld {
  readonly tokens: IssuedAccessTokens
  readonly tenant: string
  readonly lifetimeSeconds: number
}

function optionOf(options: readonly string[], name: string): string | undefined {
  const at = options.indexOf(name)
  return at === -1 ? undefined : options[at + 1]
}

function failed(code: number, stderr: string): AzureCliAnswer {
  return { code, stdout: '', stderr: `ERROR: ${stderr}\n` }
}

/** `2026-11-23 01:02:03.000000`, of this machine. */
function localTime(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000)
  return `${local.toISOString().slice(0, 23).replace('T', ' ')}000`
}
