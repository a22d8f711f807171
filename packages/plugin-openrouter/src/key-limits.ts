import type { Health, HttpClient } from '@ccproxy/core'
import { type KeyFacts, keyAnswer } from './schemas.js'

const keyPath = 'v1/key'
const refused = 'The key was removed or disabled: see https://openrouter.ai/settings/keys, then sign in again.'
const unwell = 'Try again later; https://status.openrouter.ai says whether OpenRouter has trouble.'
const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 4 })

/** What a key may spend, has spent, and has left. @throws CCPROXY_UPSTREAM_ANSWER */
export async function readKey(http: HttpClient, signal: AbortSignal): Promise<KeyFacts> {
  return (await http.get(keyPath, { signal }).json(keyAnswer)).data
}

export function dollars(amount: number | null | undefined): string {
  return typeof amount === 'number' ? money.format(amount) : 'unknown'
}

/** `$74.50 of $100.00 left, anew monthly` */
export function whatIsLeft({ limit, limit_remaining: left, limit_reset: reset }: KeyFacts): string {
  if (typeof limit !== 'number') return 'no limit on this key'
  const anew = typeof reset === 'string' && reset !== '' ? `, anew ${reset}` : ''
  return `${dollars(left)} of ${dollars(limit)} left${anew}`
}

/** The balance of the account is not told to ordinary keys: a spent one shows as 402 at requests. */
export async function healthOfKey(http: HttpClient, signal: AbortSignal): Promise<Health> {
  const answer = http.get(keyPath, { signal })
  const { ok, status } = await answer
  if (!ok) {
    const isTemporary = status === 429 || status >= 500
    const hint = status === 401 ? refused : unwell
    return { status: 'down', detail: `GET /${keyPath} answered ${status}`, hint, ...(isTemporary && { isTemporary }) }
  }
  const { data: facts } = await answer.json(keyAnswer)
  const detail = whatIsLeft(facts)
  if (typeof facts.limit !== 'number' || (facts.limit_remaining ?? facts.limit) > 0) return { status: 'ok', detail }
  const hint = 'Raise the limit of the key at https://openrouter.ai/settings/keys, or wait until it starts anew.'
  return { status: 'degraded', detail, hint }
}
