import type { Host } from '@ccproxy/host'
import { printable } from '../../logging/printable.js'
import type { CliContext } from '../cli-context.js'
import type { OpenedHost } from '../open-host.js'
import { describeExpiry, describeOwner } from '../output/describe-login.js'
import { describeState, loginCommand, needsLogin } from '../output/login-state.js'
import type { Output } from '../output/output.js'
import { type Cell, textTable } from '../output/text-table.js'
import { clientSettings } from './client-settings.js'

export interface Served extends OpenedHost {
  readonly url: string
  /** For clients on other machines. */
  readonly networkUrls: readonly string[]
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

interface Logins {
  readonly lines: readonly (readonly Cell[])[]
  /** Names of the providers that a request can use now. */
  readonly usable: ReadonlySet<string>
  /** Names of the providers without any login, when another provider has one: they share one line. */
  readonly absent: readonly string[]
}

async function readLogins(context: CliContext, host: Host): Promise<Logins> {
  const { paint } = context.output
  const now = context.now()
  const rows = await context.services.collectStatus(host.providers, { clock: context, atMost: shownAccounts })
  const usable = new Set(rows.filter((row) => !needsLogin(row)).map(({ provider }) => provider))
  const isAbsent = ({ provider, state }: (typeof rows)[number]): boolean =>
    usable.size > 0 && state === 'absent' && !usable.has(provider)
  const shown = rows.filter((row) => !isAbsent(row))
  const lines = shown.map((row): readonly Cell[] => {
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
  return {
    lines: [...lines, ...(await moreAccounts(context.output, host))],
    usable,
    absent: [...new Set(rows.filter(isAbsent).map(({ provider }) => provider))],
  }
}

/** Prints address, logins, and how to point clients at the providers that are signed in. */
export async function printBanner(context: CliContext, served: Served): Promise<void> {
  const { url, networkUrls, host, configuration, hasKey, notify } = served
  const { output, version } = context
  const { paint } = output
  const section = (lines: readonly string[]): void => {
    for (const line of lines) output.print(`  ${line}`)
    output.print()
  }
  output.print(`${paint.bold('CCProxy')} ${paint.dim(version)}  ${paint.cyan(url)}`)
  if (networkUrls.length > 0) output.print(`From other machines: ${networkUrls.join(', ')}`)
  output.print()
  const { lines, usable, absent } = await readLogins(context, host)
  section(textTable([], lines))
  if (absent.length > 0)
    section([`Not signed in: ${absent.join(', ')}. Sign in with: ${paint.cyan('ccproxy auth login <name>')}`])
  const failed = host.plugins.filter(({ state }) => state === 'failed')
  if (failed.length > 0) {
    section(
      failed.map(
        ({ name, error }) => `${paint.red('!')} ${printable(name)} does not run: ${printable(error?.message ?? '')}`,
      ),
    )
  }
  const ready = usable.size === 0 ? host.providers : host.providers.filter(({ name }) => usable.has(name))
  output.print(usable.size === 0 ? 'After the sign-in, point a client at it:' : 'Point a client at it:')
  section(
    textTable(
      [],
      ready.flatMap((provider) =>
        clientSettings(url, provider).map(({ clients, variable, value }) => [
          { text: clients },
          { text: `export ${variable}=${value}`, paint: paint.cyan },
        ]),
      ),
    ),
  )
  const [first] = ready
  if (first !== undefined)
    output.print(
      `Without /${first.name} in it, the model decides which provider gets the request: "${first.name}/…", or the provider that lists the model.`,
    )
  if (hasKey) {
    const auto = configuration.settings.security.authToken === 'auto'
    const where = auto ? `the key in ${configuration.directory}/client-key` : 'the key of security.auth_token'
    output.print(`Clients send ${where} as their API key.`)
    return
  }
  output.print('Clients may send any API key; it is replaced by the login above.')
  notify(
    'warn',
    'No key is set, so other users of this machine can use your logins through this address. ' +
      'security.auth_token = "auto" makes one.',
  )
}
