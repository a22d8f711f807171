const longestWaitMs = 3_600_000

/** @returns when to try again, epoch ms, at most an hour away; undefined when the header says nothing readable */
export function retryAfter(header: string | null, now: number): number | undefined {
  const value = header?.trim() ?? ''
  if (value === '') return undefined
  const at = /^\d+(?:\.\d+)?$/.test(value) ? now + Number(value) * 1000 : Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at, now), now + longestWaitMs)
}
