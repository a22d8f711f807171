import { expect, it } from 'vitest'
import { createHttpClient } from './create-http-client.js'

it.each([
  [401, 'does not accept the credential'],
  [403, 'permissions'],
  [404, 'base_url'],
  [418, 'something else than its API says'],
  [429, 'later'],
  [503, 'later'],
])('%i says what to do', async (status, hint) => {
  const fetch = () => Promise.resolve(new Response('fake-token-1', { status }))
  const http = createHttpClient({ fetch, baseUrl: 'https://api.acme.example' })
  await expect(http.get('v1/models').text()).rejects.toMatchObject({
    code: 'CCPROXY_UPSTREAM_ANSWER',
    message: `GET https://api.acme.example/v1/models answered ${status}`,
    hint: expect.stringContaining(hint),
  })
})
