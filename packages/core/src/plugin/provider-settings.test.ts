import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { providerSettings } from './provider-settings.js'

const schema = providerSettings(
  { baseUrl: 'https://api.acme.example/', oauth: { tokenUrl: 'https://login.acme.example/token' } },
  { region: v.optional(v.picklist(['eu', 'us'])) },
)
const parse = async (value: unknown) => schema['~standard'].validate(value)

describe('providerSettings', () => {
  it('fills in the defaults of the provider and drops a trailing slash', async () => {
    expect(await parse({})).toMatchObject({
      value: {
        baseUrl: 'https://api.acme.example',
        oauth: { tokenUrl: 'https://login.acme.example/token', scopes: [], callbackPort: 0 },
      },
    })
  })

  it.each([
    ['http://api.acme.example', 'must be an https URL (http is accepted for addresses of this machine only)'],
    ['ftp://127.0.0.1', 'must be an https URL'],
    ['nonsense', 'must be an https URL'],
    ['https://user@acme.example', 'must not have a user name or a password'],
    ['http://user:fake-password@127.0.0.1:1', 'must not have a user name or a password'],
    ['https://acme.example/#v1', 'must not have a fragment'],
    ['https://acme.example/v1?api-version=1', 'must not have a query'],
  ])('refuses the base URL %s with the true reason', async (baseUrl, reason) => {
    const messages = (await parse({ baseUrl })).issues?.map(({ message }) => message)
    expect(messages).toEqual([expect.stringContaining(reason)])
    expect(messages?.join()).not.toContain('fake-password')
  })

  it('accepts a query in the address of a token endpoint', async () => {
    const tokenUrl = 'https://login.acme.example/token?p=policy'
    expect(await parse({ oauth: { tokenUrl } })).toMatchObject({ value: { oauth: { tokenUrl } } })
  })

  it.each(['http://127.0.0.1:9/x', 'http://localhost:1', 'http://[::1]:1', 'https://acme.example'])(
    'accepts %s as an endpoint',
    async (baseUrl) => {
      expect((await parse({ baseUrl })).issues).toBeUndefined()
    },
  )

  it('is strict, and prints its keys as JSON Schema', async () => {
    expect((await parse({ baseURL: 'https://x.example' })).issues).toHaveLength(1)
    const json = schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
    expect(Object.keys(v.parse(v.record(v.string(), v.unknown()), json['properties']))).toEqual([
      'baseUrl',
      'apiKey',
      'oauth',
      'region',
    ])
  })
})
