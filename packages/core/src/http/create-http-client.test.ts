import { expect, it } from 'vitest'
import { createHttpClient } from './create-http-client.js'

it.each([
  [401, 'does not accept the credential', 'ANSWER'],
  [403, 'permissions', 'ANSWER'],
  [404, 'base_url', 'ANSWER'],
  [418, 'something else than its API says', 'ANSWER'],
  [408, 'later', 'UNAVAILABLE'],
  [429, 'later', 'UNAVAILABLE'],
  [503, 'later', 'UNAVAILABLE'],
])('%i says what to do', async (status, hint, code) => {
  const fetch = () => Promise.resolve(new Response('fake-token-1', { status }))
  const http = createHttpClient({ fetch, baseUrl: 'https://api.acme.example' })
  await expect(http.get('v1/models').text()).rejects.toMatchObject({
    code: `CCPROXY_UPSTREAM_${code}`,
    message: `GET https://api.acme.example/v1/models answered ${status}`,
    hint: expect.stringContaining(hint),
  })
})
