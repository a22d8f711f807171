import { describe, expect, it } from 'vitest'
import { assertNoSecrets, findSecrets } from './find-secrets.js'

const secret = 'fake-"token"/1+ä'

describe('findSecrets', () => {
  it.each([
    ['plain', `token ${secret} end`],
    ['json-escaped', JSON.stringify({ token: secret })],
    ['url-encoded', `https://x.example/?token=${encodeURIComponent(secret)}`],
    ['url-encoded', new URLSearchParams({ token: secret }).toString()],
    ['hex', Buffer.from(secret).toString('hex')],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64', Buffer.from(`c:${secret}`).toString('base64')],
    ['base64', Buffer.from(`id:${secret}:more`).toString('base64')],
  ])('finds the form %s', (form, text) => {
    expect(findSecrets(text, ['other-secret', secret]).map((finding) => [finding.index, finding.form])).toContainEqual([
      1,
      form,
    ])
  })

  it('finds base64url', () => {
    const bytes = 'fake-token-\u{1F600}\u00FF\u00FE?>'
    expect(findSecrets(Buffer.from(bytes).toString('base64url'), [bytes])).not.toEqual([])
  })

  it('finds nothing in a masked token', () => {
    expect(findSecrets('fake…+1', [secret])).toEqual([])
  })

  it('refuses a secret that is too short to mean anything', () => {
    expect(() => findSecrets('', ['abc'])).toThrow(RangeError)
  })
})

describe('assertNoSecrets', () => {
  it('names the place and the form, and not the secret', () => {
    expect(() => assertNoSecrets({ stdout: 'clean', log: `x ${secret}` }, [secret])).toThrow(
      /^secrets were put out:\nlog at 2: secret 0 \(plain\)$/,
    )
    expect(() => assertNoSecrets({ stdout: 'clean' }, [secret])).not.toThrow()
  })
})
