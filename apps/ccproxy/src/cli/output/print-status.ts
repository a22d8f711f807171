import type { TokenStatus } from '@ccproxy/core'
import { printable } from '../../logging/printable.js'
import type { CliContext } from '../cli-context.js'
import { describeExpiry } from './describe-login.js'
import { duration } from './duration.js'
import { homeRelative } from './home-relative.js'
import { describeState, loginCommand, needsLogin } from './login-state.js'
import type { Paint } from './output.js'
import { textTable } from './text-table.js'

const head = ['PROVIDER', 'ACCOUNT', 'STATE', 'EXPIRES', 'SIGNED IN', 'REFRESHED', 'USER', 'TOKEN', 'KEPT IN']

function ago(at: string | null, now: number): string {
  return at === null ? '' : `${duration((now - Date.parse(at)) / 1000)} ago`
}

/** What the table has no room for: what is shadowed, what went wrong, what to do. */
function remarks(row: TokenStatus, paint: Paint, now: number): readonly string[] {
  const name = `${row.provider}/${row.account}`
  const { lastError } = row
  return [
    ...row.shadows.map((shadowed) => paint.dim(`${name}: used instead of ${printable(shadowed)}`)),
    ...(lastError === null
      ? []
      : [
          `${paint.yellow(`${name}: ${printable(lastError.code)}`)} ${ago(lastError.at, now)}: ${printable(lastError.hint)}`,
        ]),
    ...(needsLogin(row) && lastError === null ? [paint.dim(`${name}: sign in with ${loginCommand(row)}`)] : []),
    ...(row.endsSoon ? [paint.dim(`${name}: sign in again before it ends: ${loginCommand(row)}`)] : []),
  ]
}

/** `auth status` for people. */
export function printStatus(context: CliContext, rows: readonly TokenStatus[]): void {
  const { output } = context
  const { paint } = output
  const now = context.now()
  const lines = textTable(
    head.map((text) => ({ text, paint: paint.dim })),
    rows.map((row) => [
      { text: row.provider, paint: paint.bold },
      { text: row.account },
      describeState(row, paint, now),
      { text: row.expiresAt === null ? '' : describeExpiry(row).replace(/^expires /, '') },
      { text: ago(row.signedInAt, now) },
      { text: ago(row.lastRefreshAt, now) },
      { text: row.profile?.email ?? row.profile?.id ?? '' },
      { text: row.accessToken ?? '', paint: paint.dim },
      { text: homeRelative(row.storage ?? '', context.environment), paint: paint.dim },
    ]),
  )
  for (const line of [...lines, ...rows.flatMap((row) => remarks(row, paint, now))]) output.print(line)
}
