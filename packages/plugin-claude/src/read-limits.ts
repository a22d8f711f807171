import type { HeaderReader, Limit } from '@ccproxy/core'

const paceNames = ['requests', 'tokens', 'input-tokens', 'output-tokens']
/** Shares of a window, sent for some organizations. */
const windowNames = ['5h', '7d']

/** What Anthropic says is left: platform.claude.com/docs/en/api/rate-limits */
export function readLimits(headers: HeaderReader): readonly Limit[] {
  return [
    ...paceNames.flatMap((name) => paceLimit(name, headers) ?? []),
    ...windowNames.flatMap((name) => windowLimit(name, headers) ?? []),
  ]
}

function paceLimit(name: string, headers: HeaderReader): Limit | undefined {
  const field = (part: string) => headers.get(`anthropic-ratelimit-${name}-${part}`)
  const limit = Number(field('limit') ?? Number.NaN)
  const remaining = Number(field('remaining') ?? Number.NaN)
  if (!Number.isFinite(limit) || !Number.isFinite(remaining)) return undefined
  const resetsAt = Date.parse(field('reset') ?? '')
  return {
    name,
    scope: 'account',
    remaining,
    utilization: limit > 0 ? share(1 - remaining / limit) : 1,
    ...(!Number.isNaN(resetsAt) && { resetsAt }),
  }
}

/** Its reset is in epoch seconds. */
function windowLimit(name: string, headers: HeaderReader): Limit | undefined {
  const field = (part: string) => Number(headers.get(`anthropic-ratelimit-unified-${name}-${part}`) ?? Number.NaN)
  const utilization = field('utilization')
  const reset = field('reset')
  if (!Number.isFinite(utilization)) return undefined
  return {
    name: `unified-${name}`,
    scope: 'account',
    utilization: share(utilization),
    ...(Number.isFinite(reset) && { resetsAt: reset * 1000 }),
  }
}

function share(value: number): number {
  return Math.min(Math.max(value, 0), 1)
}
