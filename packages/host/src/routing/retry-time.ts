import { type Limit, retryAfter } from '@ccproxy/core'
import * as v from 'valibot'
import type { Refusal } from '../transport/fail-over.js'

type ProviderRefusal = Extract<Refusal, { from: 'provider' }>

/** Nobody is left alone for longer. */
const longestMs = 3_600_000

/** Milliseconds, which say it more exactly than `retry-after`: OpenAI's and Azure's. */
const exact = ['retry-after-ms', 'x-ms-retry-after-ms'] as const

/** Failures that end when a limit is reset. */
const limited: ReadonlySet<string> = new Set(['rate-limited', 'quota-exhausted'])

/**
 * When a provider that refused wants to be asked again: what its headers say, else its body, else the limits that are used
 * up.
 * @param limits as its adapter reads them
 * @returns epoch ms, from now to an hour later; undefined: it does not say
 */
export function retryTime(refusal: ProviderRefusal, limits: readonly Limit[], now: number): number | undefined {
  const { head, kind, retryAfterMs } = refusal
  const wait = exact.map((name) => milliseconds(head.headers.get(name))).find((ms) => ms !== undefined)
  if (wait !== undefined) return bounded(now + wait, now)
  const told = retryAfter(head.headers.get('retry-after') ?? null, now)
  if (told !== undefined) return told
  if (retryAfterMs !== undefined) return bounded(now + retryAfterMs, now)
  // Each of them refuses, so the last one counts.
  const resets = limited.has(kind) ? limits.filter(isUsedUp).flatMap(({ resetsAt }) => resetsAt ?? []) : []
  return resets.length === 0 ? undefined : bounded(Math.max(...resets), now)
}

function isUsedUp({ remaining, utilization }: Limit): boolean {
  return remaining === 0 || (utilization ?? 0) >= 1
}

function milliseconds(value: string | undefined): number | undefined {
  return value !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : undefined
}

function bounded(time: number, now: number): number {
  return Math.min(Math.max(time, now), now + longestMs)
}

const details = v.array(v.unknown())
const retryInfo = v.object({ retryDelay: v.pipe(v.string(), v.regex(/^\d+(?:\.\d+)?s$/)) })

/** Google's, who has no header for it. @param said details of an error. Milliseconds; undefined: there is none */
export function retryDelay(said: unknown): number | undefined {
  const list = v.is(details, said) ? said : []
  const info = list.find((detail) => v.is(retryInfo, detail))
  return v.is(retryInfo, info) ? Number(info.retryDelay.slice(0, -1)) * 1000 : undefined
}
