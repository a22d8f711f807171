import type { Configuration, Host } from '@ccproxy/host'
import { printable } from '../../logging/printable.js'
import type { CliContext } from '../cli-context.js'
import { describeExpiry, describeOwner } from '../output/describe-login.js'
import { describeState, loginCommand } from '../output/login-state.js'
import type { Output } from '../output/output.js'
import { type Cell, textTable } from '../output/text-table.js'
import { clientSettings } from './client-settings.js'

export interface Served {
  readonly url: string
  readonly host: Host
  readonly configuration: Configuration
  readonly hasKey: boolean
}

/** Of each provider: a start must not print thousands of lines. */
const shownAccounts = 10

/** How many accounts of each provider are not shown; their state is what `auth status` is for. */
async function moreAccounts({ paint }: Output, host: Host): Promise<readonly (readonly Cell[])[]> {
  const counted = await Promise.all(
    host.providers.map(async ({ name, manager }) => ({
      name,
      more: (await manager.accounts().catch(() => [])).length - shownAccounts,
    })),
  )
  return counted
    .filter(({ more }) => more > 0)
    .map(({ name, more }) => [
      { text: '…', paint: paint.dim },
      { text: name, paint: paint.bold },
      { text: `${more} more`, paint: paint.dim },
      { text: `ccproxy auth status --provider ${name}`, paint: paint.cyan },
    ])
}

async function providerLines(context: CliContext, host: Host): Promise<readonly (readonly Cell[])[]> {
  const { paint } = context.output
  const now = context.now()
  const rows = await context.services.collectStatus(host.providers, { clock: context, atMost: shownAccounts })
  const lines = rows.map((row): readonly Cell[] => {
    const missing = row.state === 'absent' || row.state === 'needs-login'
    const color = missing || row.endsSoon ? paint.yellow : paint.green
    const next = missing || row.endsSoon
    return [
      { text: missing ? '○' : '●', paint: color },
      { text: row.account === 'default' ? row.provider : `${row.provider}@${row.account}`, paint: paint.bold },
      describeState(row, paint, now),
      next
        ? { text: loginCommand(row), paint: paint.cyan }
        : { text: describeOwner({ account: row.profile }), paint: paint.dim },
      { text: next || row.expiresAt === null ? '' : describeExpiry(row), paint: paint.dim },
    ]
  })
  return [...lines, ...(await moreAccounts(context.output, host))]
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
  const [first] = host.providers
  if (first !== undefined)
    output.print(
      `Without /${first.name} in it, the model decides who is asked: "${first.name}/…", or what a provider lists.`,
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
