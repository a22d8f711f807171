import { classifyByStatus, type FailureKind, type UpstreamFailure } from '@ccproxy/core'
import * as v from 'valibot'
import { errorDetails } from './schemas.js'

/** Reasons of https://cloud.google.com/apis/design/errors that say more than the status. */
const byReason: ReadonlyMap<string, FailureKind> = new Map([
  // They come with status 400.
  ['API_KEY_INVALID', 'credential-rejected'],
  ['API_KEY_EXPIRED', 'credential-rejected'],
  ['MODEL_CAPACITY_EXHAUSTED', 'overloaded'],
  ['QUOTA_EXHAUSTED', 'quota-exhausted'],
])

/** An error in a stream that had begun comes with status 200 and says in its code which status it would have had. */
function statusOf({ status, error }: UpstreamFailure): number {
  return status >= 400 ? status : Number(error?.code ?? status)
}

/** 429 is one status for two things: the minute is full, or the day (or what was never granted). */
function isAllowanceSpent({ error }: UpstreamFailure): boolean {
  const message = error?.message ?? ''
  // A limit of 0 is a model that the plan does not have: no waiting helps.
  if (/\blimit: 0\b/.test(message) || /spend(?:ing)? cap|prepayment credits/i.test(message)) return true
  return detailsOf(error).some(({ violations }) =>
    violations.some(({ quotaId = '', quotaValue }) => /Per(?:Day|Week|Month)/.test(quotaId) || quotaValue === '0'),
  )
}

function detailsOf(error: UpstreamFailure['error']): v.InferOutput<typeof errorDetails> {
  const details = v.safeParse(errorDetails, error?.details)
  return details.success ? details.output : []
}

export function classify(failure: UpstreamFailure): FailureKind {
  const reasons = detailsOf(failure.error).flatMap(({ reason }) => byReason.get(reason ?? '') ?? [])
  const [meant] = reasons
  if (meant !== undefined) return meant
  const status = statusOf(failure)
  return status === 429 && isAllowanceSpent(failure) ? 'quota-exhausted' : classifyByStatus(status)
}
