// What a log line may hold: plain data of bounded size, without secrets and without control characters.
import { isCCProxyError } from '@ccproxy/core/errors'
import { printable } from './printable.js'
import { redacted, redactText } from './redact-text.js'

const maxDepth = 6
const maxEntries = 50
const maxTextLength = 4096

// `url`, `origin` and the like are addresses of a token endpoint, not tokens; their text is still looked at.
const address = /(url|uri|origin|endpoint|host|type|preview)$/i
const secretName =
  /authorization|cookie|token|secret|password|passwd|api[-_]?key|ccproxy[-_]key|goog[-_]api|credential|assertion|verifier|challenge|nonce|(^|[-_])(code|state|key)$|[a-z](Code|Key)$/i
const names: ReadonlySet<string> = new Set(['key', 'keyid', 'providerkey', 'sortkey'])
const errorCode = /^(CCPROXY_|ERR_|UND_ERR_|E[A-Z]{3,})[A-Z0-9_]*$/
// What `code` and `state` hold when they are no secrets: RFC 6749 and 8628 errors, states of credentials and plugins.
const harmless: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'access_denied',
  'server_error',
  'temporarily_unavailable',
  'authorization_pending',
  'slow_down',
  'expired_token',
  'valid',
  'expiring',
  'expired',
  'needs-login',
  'absent',
  'running',
  'failed',
  'disabled',
  'shadowed',
])

/** True when the value under this name is a secret, whatever it looks like. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) && !address.test(name) && !names.has(name.toLowerCase())
}

function isHarmless(text: string): boolean {
  return errorCode.test(text) || harmless.has(text)
}

function redactString(text: string): string {
  const cut = text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text
  return redactText(printable(cut))
}

function describeError(error: Error, stacks: boolean): object {
  const code: unknown = Reflect.get(error, 'code')
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && errorCode.test(code) ? { code } : {}),
    ...(isCCProxyError(error) ? { hint: error.hint } : {}),
    // As lines, so that no line break is needed to show it.
    ...(stacks ? { stack: error.stack?.split('\n').slice(1, 12) } : {}),
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  }
}

interface Walk {
  /** Under the name of a secret: every text goes. */
  readonly secret: boolean
  readonly stacks: boolean
  /** The objects on the way down. */
  readonly path: readonly object[]
}

function redactValue(value: unknown, walk: Walk): unknown {
  if (typeof value === 'string') return walk.secret && !isHarmless(value) ? redacted : redactString(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? '[function]' : value
  if (walk.path.length >= maxDepth || walk.path.includes(value)) return '[…]'
  if (value instanceof Date) return value.toISOString()
  if (value instanceof URL) return redactString(value.href)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  const below: Walk = { ...walk, path: [...walk.path, value] }
  if (Array.isArray(value)) {
    return value.slice(0, maxEntries).map((item: unknown) => redactValue(item, below))
  }
  const plain = value instanceof Error ? describeError(value, walk.stacks) : value
  const entries = value instanceof Headers || value instanceof Map ? [...value] : Object.entries(plain)
  return Object.fromEntries(
    entries
      .slice(0, maxEntries)
      .map(([name, item]: [unknown, unknown]) => [
        redactString(String(name)),
        redactValue(item, { ...below, secret: walk.secret || isSecretName(String(name)) }),
      ]),
  )
}

/** A message as one line without secrets. */
export function redactMessage(message: string): string {
  return redactString(message)
}

/** Fields without secrets: by name, and by shape wherever they are. Cycles and size are cut. */
export function redactFields(fields: object, options: { readonly stacks: boolean } = { stacks: false }): object {
  const named = fields instanceof Error ? { error: fields } : fields
  const result = redactValue(named, { secret: false, stacks: options.stacks, path: [] })
  return typeof result === 'object' && result !== null ? result : {}
}
