import { CCProxyError, toCCProxyError } from '@ccproxy/core'
import { FormatError } from '@ccproxy/formats'

const codes = { request: 'CCPROXY_FORMAT_REQUEST', answer: 'CCPROXY_FORMAT_ANSWER' } as const

/** What kept us from translating, as an error of ours; a defect stays one. @param read what was being read */
export function formatFailure(thrown: unknown, read: 'request' | 'answer'): CCProxyError {
  if (thrown instanceof FormatError)
    return new CCProxyError(codes[thrown.status === 400 ? 'request' : 'answer'], thrown.message, { cause: thrown })
  // Whatever reads a tree calls itself for each of its levels.
  if (thrown instanceof RangeError)
    return new CCProxyError(codes[read], `the ${read} is nested too deeply`, { cause: thrown })
  return toCCProxyError(thrown)
}
