// Decides what the parameters of an authorization response mean, whether they came by the callback or were pasted.
import { CCProxyError } from '../../errors/ccproxy-error.js'
import { showable } from '../wire/server-text.js'
import { sameSecret } from './same-secret.js'

export interface CallbackExpectation {
  /** `claude/default`, for messages. */
  readonly account: string
  /** Undefined: the flow sends none (the path of its callback cannot be guessed). */
  readonly state: string | undefined
  readonly issuer: string | undefined
  readonly issuerRequired: boolean
  /** False: a custom flow that expects something else. */
  readonly codeRequired: boolean
}

export type CallbackVerdict =
  | { readonly kind: 'accepted'; readonly parameters: URLSearchParams }
  /** Ends the attempt: the authorization server said no, or another one answered. */
  | { readonly kind: 'failed'; readonly error: CCProxyError }
  /** Not for this attempt, which goes on: anyone on this machine can send such a request. */
  | { readonly kind: 'ignored'; readonly reason: 'repeated-parameter' | 'state' | 'empty' }

export function judgeCallback(parameters: URLSearchParams, expected: CallbackExpectation): CallbackVerdict {
  const names = [...parameters.keys()]
  if (new Set(names).size !== names.length) return { kind: 'ignored', reason: 'repeated-parameter' }
  if (names.length === 0) return { kind: 'ignored', reason: 'empty' }
  const state = parameters.get('state')
  if (expected.state !== undefined && (state === null || !sameSecret(state, expected.state))) {
    return { kind: 'ignored', reason: 'state' }
  }
  const error = wrongIssuer(parameters, expected) ?? answeredError(parameters, expected) ?? noCode(parameters, expected)
  return error === undefined ? { kind: 'accepted', parameters } : { kind: 'failed', error }
}

/** RFC 9207: checked before anything else is believed, errors included. */
function wrongIssuer(parameters: URLSearchParams, expected: CallbackExpectation): CCProxyError | undefined {
  const issuer = parameters.get('iss')
  const { account } = expected
  if (issuer === null) {
    if (!expected.issuerRequired) return undefined
    return new CCProxyError('CCPROXY_OAUTH_ISSUER_MISMATCH', `${account}: the answer does not say which server sent it`)
  }
  const known = expected.issuer
  if (known === undefined ? !expected.issuerRequired : issuer === known) return undefined
  return new CCProxyError('CCPROXY_OAUTH_ISSUER_MISMATCH', `${account}: the answer came from another server`)
}

function answeredError(parameters: URLSearchParams, { account, state }: CallbackExpectation): CCProxyError | undefined {
  const error = parameters.get('error')
  if (error === null) return undefined
  if (error === 'access_denied') {
    return new CCProxyError('CCPROXY_OAUTH_ACCESS_DENIED', `${account}: the sign-in was refused`)
  }
  const secrets = [state ?? '', parameters.get('code') ?? '']
  const name = showable(error, secrets)
  const description = showable(parameters.get('error_description'), secrets)
  const said = [name, description].filter((part) => part !== undefined).join(': ')
  return new CCProxyError(
    'CCPROXY_OAUTH_AUTHORIZATION_FAILED',
    `${account}: the authorization server answered with an error${said === '' ? '' : ` (${said})`}`,
  )
}

function noCode(parameters: URLSearchParams, { account, codeRequired }: CallbackExpectation): CCProxyError | undefined {
  if (!codeRequired || (parameters.get('code') ?? '') !== '') return undefined
  return new CCProxyError(
    'CCPROXY_OAUTH_AUTHORIZATION_FAILED',
    `${account}: the authorization server answered without a code`,
  )
}
