import type { ProviderPluginRuntime } from '@ccproxy/core'
import type { Configuration, Host } from '@ccproxy/host'
import { printable } from '../../logging/printable.js'
import type { CliContext } from '../cli-context.js'
import { type CredentialRow, credentialRow } from '../credential-row.js'
import { describeExpiry, describeOwner } from '../output/describe-login.js'
import { describeState } from '../output/print-status.js'
import { type Cell, textTable } from '../output/text-table.js'
import { clientSettings } from './client-settings.js'

export interface Served {
  readonly url: string
  readonly host: Host
  readonly configuration: Configuration
  readonly hasKey: boolean
}

/** A credential that cannot be read is shown as a login that is needed; `auth status` says more. */
async function accountsOf(provider: ProviderPluginRuntime) {
  const keys = await provider.manager.accounts().catch(() => [])
  const named = keys.length === 0 ? [{ provider: provider.name, account: 'default' }] : keys
  return await Promise.all(
    named.map(async (key) => {
      const snapshot = await provider.manager.snapshot(key).catch(() => undefined)
      const row: Pick<CredentialRow, 'state' | 'expiresInSeconds'> =
        snapshot === undefined ? { state: 'needs-login', expiresInSeconds: null } : credentialRow(snapshot)
      return { key, row, owner: snapshot === undefined ? '' : describeOwner(snapshot) }
    }),
  )
}

async function providerLines({ output }: CliContext, host: Host): Promise<readonly (readonly Cell[])[]> {
  const { paint } = output
  const lists = await Promise.all(host.providers.map(accountsOf))
  return lists.flat().map(({ key, row, owner }) => {
    const missing = row.state === 'absent' || row.state === 'needs-login'
    const account = key.account === 'default' ? '' : ` --account ${key.account}`
    const next = `ccproxy auth login ${key.provider}${account}`
    return [
      { text: missing ? '○' : '●', paint: missing ? paint.yellow : paint.green },
      { text: key.account === 'default' ? key.provider : `${key.provider}@${key.account}`, paint: paint.bold },
      describeState(row.state, paint),
      { text: missing ? next : owner, paint: missing ? paint.cyan : paint.dim },
      { text: missing || row.expiresInSeconds === null ? '' : describeExpiry(row), paint: paint.dim },
    ]
  })
}

/** What `serve` says when it is ready. */
export async function printBanner(context: CliContext, { url, host, configuration, hasKey }: Served): Promise<void> {
  const { output, version } = context
  const { paint } = output
  const section = (lines: readonly string[]): void => {
    for (const line of lines) output.print(`  ${line}`)
    output.print()
  }
  output.print(`${paint.bold('CCProxy')} ${paint.dim(version)}  ${paint.cyan(url)}`)
  output.print()
  section(textTable([], await providerLines(context, host)))
  const failed = host.plugins.filter(({ state }) => state === 'failed')
  if (failed.length > 0) {
    section(
      failed.map(
        ({ name, error }) => `${paint.red('!')} ${printable(name)} does not run: ${printable(error?.message ?? '')}`,
      ),
    )
  }
  output.print('Point a client at it:')
  section(
    textTable(
      [],
      host.providers.flatMap((provider) =>
        clientSettings(url, provider).map(({ clients, variable, value }) => [
          { text: clients },
          { text: `export ${variable}=${value}`, paint: paint.cyan },
        ]),
      ),
    ),
  )
  if (hasKey) {
    const auto = configuration.settings.security.authToken === 'auto'
    const where = auto ? `the key in ${configuration.directory}/client-key` : 'the key of security.auth_token'
    output.print(`Clients send ${where} as their API key.`)
    return
  }
  output.print('Clients may send any API key; it is replaced by the login above.')
  output.say(
    context.output.paintTalk.yellow(
      'No key is set, so other users of this machine can use your logins through this address. ' +
        'security.auth_token = "auto" makes one.',
    ),
  )
}
