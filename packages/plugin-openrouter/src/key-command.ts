import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { CCProxyError, type PluginCommand, type ProviderContext } from '@ccproxy/core'
import { dollars, readKey, whatIsLeft } from './key-limits.js'
import type { KeyFacts } from './schemas.js'

type Context = Pick<ProviderContext, 'name' | 'manager' | 'httpFor'>

/** `ccproxy openrouter key [--account NAME]` @param authorizeUrl at the origin that has the pages of the account */
export function keyCommand({ name, manager, httpFor }: Context, authorizeUrl: string): PluginCommand {
  return {
    name: 'key',
    description: 'What the key may spend, has spent, and has left',
    run: async ({ args, json, print, signal }) => {
      const account = accountOf(args)
      const facts = await readKey(httpFor(account), signal)
      const token = await manager.acquire({ provider: name, account }, { signal })
      // Keys have a page of their own, found by their hash; only their owner can open it.
      const hash = createHash('sha256').update(token.reveal()).digest('hex')
      const settings = new URL(`/keys/${hash}`, authorizeUrl).href
      if (json) print({ provider: name, account, ...camelCased(facts), settings })
      else for (const line of linesOf(facts, settings)) print(line)
    },
  }
}

/** @throws CCPROXY_CLI_USAGE */
function accountOf(args: readonly string[]): string {
  try {
    const { values } = parseArgs({ args: [...args], options: { account: { type: 'string', default: 'default' } } })
    return values.account
  } catch {
    throw new CCProxyError('CCPROXY_CLI_USAGE', '`ccproxy openrouter key` takes --account NAME and --json only')
  }
}

function linesOf(facts: KeyFacts, settings: string): readonly string[] {
  const { usage_daily: today, usage_weekly: week, usage_monthly: month } = facts
  const periods = `today ${dollars(today)}, this week ${dollars(week)}, this month ${dollars(month)}`
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    ['key', facts.label],
    ['limit', whatIsLeft(facts)],
    ['used', `${dollars(facts.usage)} (${periods})`],
    ['ends', facts.expires_at],
    ['free tier', facts.is_free_tier === true ? 'yes: fewer free requests a day until credits are bought' : undefined],
    ['settings', settings],
  ]
  return rows.flatMap(([title, text]) => (typeof text === 'string' ? [`${title.padEnd(9)}  ${text}`] : []))
}

/** OAuth's snake_case stays at the wire. */
function camelCased(facts: KeyFacts): Readonly<Record<string, unknown>> {
  return {
    label: facts.label,
    limit: facts.limit,
    limitRemaining: facts.limit_remaining,
    limitReset: facts.limit_reset,
    usage: facts.usage,
    usageDaily: facts.usage_daily,
    usageWeekly: facts.usage_weekly,
    usageMonthly: facts.usage_monthly,
    isFreeTier: facts.is_free_tier,
    expiresAt: facts.expires_at,
  }
}
