import type { Refusal } from '../transport/fail-over.js'

/** What says nothing about the request: another provider may well serve it. A refusal for what the client sent is its answer. */
const kinds: ReadonlySet<string> = new Set([
  'credential-rejected',
  'overloaded',
  'quota-exhausted',
  'rate-limited',
  'server-error',
])

/** Of settings, which somebody should see. */
const misconfigured: ReadonlySet<string> = new Set(['CCPROXY_UPSTREAM_LOOP', 'CCPROXY_UPSTREAM_URL'])
const areas = /^CCPROXY_(?:CREDENTIAL|OAUTH|STORAGE|UPSTREAM)_/

/** Whether a refusal is a reason to ask another provider. */
export function isForOthers(refusal: Refusal): boolean {
  if (refusal.from === 'provider') return kinds.has(refusal.kind)
  const { code } = refusal.error
  return areas.test(code) && !misconfigured.has(code)
}
