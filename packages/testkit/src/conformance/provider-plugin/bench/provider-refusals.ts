import type { Dialect } from '@ccproxy/core'
import { type Answer, answerJson } from '../../../upstream/answers.js'

interface Words {
  readonly type: string
  readonly code: string
  readonly status: string
  readonly message: string
}

const words: Readonly<Record<number, Words>> = {
  401: {
    type: 'authentication_error',
    code: 'invalid_api_key',
    status: 'UNAUTHENTICATED',
    message: 'the credential is not accepted',
  },
  429: {
    type: 'rate_limit_error',
    code: 'rate_limit_exceeded',
    status: 'RESOURCE_EXHAUSTED',
    message: 'too many requests',
  },
  500: { type: 'api_error', code: 'server_error', status: 'INTERNAL', message: 'something broke' },
  503: { type: 'api_error', code: 'server_error', status: 'UNAVAILABLE', message: 'try again later' },
}

/** How a provider of this dialect refuses with this status. */
export function refusalBody(dialect: Dialect, status: 401 | 429 | 500 | 503): object {
  const { type, code, status: name, message } = words[status] ?? { type: '', code: '', status: '', message: '' }
  if (dialect === 'anthropic-messages') return { type: 'error', error: { type, message } }
  if (dialect === 'gemini') return { error: { code: status, status: name, message } }
  return { error: { type, code, message, param: null } }
}

export function refuse(dialect: Dialect, status: 401 | 429 | 500 | 503): Answer {
  return answerJson(refusalBody(dialect, status), { status, headers: { 'retry-after': '7' } })
}
