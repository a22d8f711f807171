import { describe, expect, it } from 'vitest'
import { failureReason } from './failure-reason.js'

const coded = (code: string) => Object.assign(new Error('details'), { code })

describe('the reason of a failed connection', () => {
  it.each([
    ['CERT_NOT_YET_VALID', 'its certificate is not valid yet', /clock/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'the authority of its certificate is unknown here', /--use-system-ca/],
    ['ENOTFOUND', 'its name is not known', /DNS/],
    ['ECONNREFUSED', 'the port refuses connections', /port/],
    ['ENETUNREACH', 'there is no route to it', /network/],
  ])('%s is told in words, with what to do', (code, text, hint) => {
    const error = new AggregateError([coded(code)], 'several addresses')
    expect(failureReason(error)).toEqual({ text: `${text} (${code})`, hint: expect.stringMatching(hint) })
  })

  it('is the code alone when the code is not known', () => {
    expect(failureReason(new TypeError('fetch failed', { cause: coded('EWEIRD') }))).toEqual({ text: 'EWEIRD' })
  })

  it('is undefined without a code that may be shown', () => {
    expect(failureReason(coded('fake-token-1 in a code'))).toBeUndefined()
    expect(failureReason('text')).toBeUndefined()
  })
})
