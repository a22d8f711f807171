import { describe, expect, it } from 'vitest'
import { explainAssertion, explainDefaultLogin, explainLogin } from './explain-refusals.js'

describe('a hint for what Google says', () => {
  it.each([
    [
      'of a login that ended',
      { error: 'invalid_grant', description: 'Token has been expired or revoked.' },
      /every 7 days/,
    ],
    [
      'of a session that ended',
      { error: 'invalid_grant', description: 'reauth related error (invalid_rapt)' },
      /session length/,
    ],
    ['of a code that is no good', { error: 'invalid_grant', description: 'Malformed auth code.' }, undefined],
    [
      'of a client that is gone',
      { error: 'deleted_client', description: 'The OAuth client was deleted.' },
      /new OAuth client/,
    ],
    ['of a client that is off', { error: 'disabled_client' }, /new OAuth client/],
    ['of a client that is not known', { error: 'invalid_client' }, /client_secret/],
    [
      'of a secret that is missing',
      { error: 'invalid_request', description: 'client_secret is missing.' },
      /client_secret/,
    ],
    ['of anything else', { error: 'invalid_scope' }, undefined],
    ['of nothing', {}, undefined],
  ])('%s, in a login', (_what, refusal, hint) => {
    expect(explainLogin({ status: 400, ...refusal }) ?? '').toMatch(hint ?? /^$/)
  })

  it.each([
    ['of a login that ended', { error: 'invalid_grant' }, /^Run `gcloud auth application-default login` again/],
    ['of a session that ended', { error: 'invalid_grant', description: 'invalid_rapt' }, /session length.*gcloud auth/],
    ['of a client that is gone', { error: 'deleted_client' }, /^Run `gcloud/],
    ['of anything else', { error: 'invalid_scope' }, undefined],
  ])('%s, in the login of gcloud', (_what, refusal, hint) => {
    expect(explainDefaultLogin({ status: 400, ...refusal }) ?? '').toMatch(hint ?? /^$/)
  })

  it.each([
    ['of a key that is gone', { error: 'invalid_grant', description: 'Invalid JWT Signature.' }, /download a new one/],
    [
      'of a clock that is off',
      { error: 'invalid_grant', description: 'Token must be a short-lived token and in a reasonable timeframe' },
      /clock/,
    ],
    [
      'of an account that is gone',
      { error: 'invalid_grant', description: 'Invalid grant: account not found' },
      /was deleted/,
    ],
    ['of an account that is off', { error: 'invalid_client' }, /is enabled/],
    ['of anything else', { error: 'invalid_scope' }, undefined],
  ])('%s, in a service account', (_what, refusal, hint) => {
    expect(explainAssertion({ status: 400, ...refusal }) ?? '').toMatch(hint ?? /^$/)
  })
})
