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

  it.each(['http://api.acme.example', 'ftp://127.0.0.1', 'https://user@acme.example', 'nonsense'])(
    'refuses %s as an endpoint',
    async (baseUrl) => {
      expect((await parse({ baseUrl })).issues?.[0]?.message).toContain('must be an https URL')
    },
  )

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
