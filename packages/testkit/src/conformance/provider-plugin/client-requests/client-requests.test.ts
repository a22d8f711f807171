import { detectDialect, HeaderList } from '@ccproxy/host'
import { describe, expect, it } from 'vitest'
import { placeholderCredential } from './client-request.js'
import { clientRequests } from './client-requests.js'

describe.each(clientRequests.map((request) => [request.client, request] as const))('%s', (_client, request) => {
  it('speaks what the host takes it to speak', () => {
    expect(detectDialect(request.path, new HeaderList(request.headers.flat()))).toBe(request.dialect)
  })

  it('brings a placeholder for a credential, once', () => {
    expect(request.headers.filter(([, value]) => value.includes(placeholderCredential))).toHaveLength(1)
  })

  it('is small', () => {
    expect(JSON.stringify(request.body ?? {}).length).toBeLessThan(1000)
  })
})

it('names every golden file once', () => {
  expect(new Set(clientRequests.map(({ client }) => client)).size).toBe(clientRequests.length)
})
