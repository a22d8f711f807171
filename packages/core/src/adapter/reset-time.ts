const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const duration = /^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/
const part = /(\d+(?:\.\d+)?)(ms|[smhd])/g

/** Epoch seconds since 2001; no limit is so many seconds away. */
const earliestEpochSeconds = 1e9
const earliestEpochMs = 1e12

/**
 * When a limit starts anew. Providers say it as a duration (`12ms`, `6m0s`, `1h2m3.5s`), in seconds, as epoch seconds or
 * milliseconds, or as a date (RFC 3339).
 * @param now epoch ms
 * @returns epoch ms; undefined when the value says nothing readable
 */
export function resetTime(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? ''
  if (duration.test(text)) return Math.round(now + durationMs(text))
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.round(fromNumber(Number(text), now))
  const date = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? undefined : date
}

function durationMs(text: string): number {
  return [...text.matchAll(part)].reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0), 0)
}

function fromNumber(value: number, now: number): number {
  if (value >= earliestEpochMs) return value
  return value >= earliestEpochSeconds ? value * 1000 : now + value * 1000
}
