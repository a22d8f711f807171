import type { TokenState } from '@ccproxy/core'
import { printable } from '../../logging/printable.js'
import type { CliContext } from '../cli-context.js'
import type { CredentialRow } from '../credential-row.js'
import { describeExpiry } from './describe-login.js'
import { homeRelative } from './home-relative.js'
import type { Paint } from './output.js'
import { type Cell, textTable } from './text-table.js'

const states = {
  valid: ['signed in', 'green'],
  expiring: ['signed in, refresh due', 'green'],
  expired: ['expired', 'yellow'],
  'needs-login': ['needs a login', 'red'],
  absent: ['not signed in', 'dim'],
} as const satisfies Readonly<Record<TokenState, readonly [string, keyof Paint]>>

/** How a state reads, and its colour. */
export function describeState(state: TokenState, paint: Paint): Cell {
  const [text, color] = states[state]
  return { text, paint: paint[color] }
}

/** `auth status` for people. */
export function printStatus(
  context: CliContext,
  entries: readonly { readonly row: CredentialRow; readonly owner: string; readonly shadows: readonly string[] }[],
): void {
  const { output } = context
  const { paint } = output
  if (entries.length === 0) {
    output.print('No provider is installed, for example: npm i @ccproxy/plugin-claude')
    return
  }
  const head = ['PROVIDER', 'ACCOUNT', 'STATE', 'EXPIRES', 'USER', 'TOKEN', 'KEPT IN']
  const lines = textTable(
    head.map((text) => ({ text, paint: paint.dim })),
    entries.map(({ row, owner }) => [
      { text: row.provider, paint: paint.bold },
      { text: row.account },
      describeState(row.state, paint),
      { text: row.expiresInSeconds === null ? '' : describeExpiry(row).replace(/^expires /, '') },
      { text: owner },
      { text: row.accessToken ?? '', paint: paint.dim },
      { text: homeRelative(row.storage ?? '', context.environment), paint: paint.dim },
    ]),
  )
  for (const line of lines) output.print(line)
  for (const { row, shadows } of entries) {
    const name = `${row.provider}/${row.account}`
    for (const shadowed of shadows) output.print(paint.dim(`${name}: used instead of ${printable(shadowed)}`))
    if (row.lastError !== null) {
      output.print(`${paint.yellow(`${name}: ${printable(row.lastError.code)}`)} ${printable(row.lastError.hint)}`)
    } else if (row.state === 'absent' || row.state === 'needs-login') {
      const account = row.account === 'default' ? '' : ` --account ${row.account}`
      output.print(paint.dim(`${name}: sign in with ccproxy auth login ${row.provider}${account}`))
    }
  }
}
