import { bearerOf, IssuedAccessTokens } from './issued-access-tokens.js'
import type { ProviderStandIn } from './provider-stand-in.js'
import { startStandInServer } from './stand-in-server.js'

/** Every answer of the API says what is left: https://platform.openai.com/docs/guides/rate-limits */
const limitHeaders = {
  'x-ratelimit-limit-requests': '10000',
  'x-ratelimit-remaining-requests': '9999',
  'x-ratelimit-reset-requests': '6ms',
  'x-ratelimit-limit-tokens': '2000000',
  'x-ratelimit-remaining-tokens': '1999000',
  'x-ratelimit-reset-tokens': '30ms',
}

/** The OpenAI API for one project key, which `expireTokens` revokes. */
export async function startOpenAI(): Promise<ProviderStandIn> {
  const keys = new IssuedAccessTokens('sk-proj-', Number.POSITIVE_INFINITY)
  const key = keys.issue()
  const server = await startStandInServer({
    // Whatever is wrong with a key, OpenAI calls it incorrect.
    authorize: (request) => {
      const verdict = keys.verdict(bearerOf(request))
      return verdict === 'expired' ? 'unknown' : verdict
    },
    endpoints: () => undefined,
    dialects: ['openai-chat', 'openai-responses'],
    responseHeaders: limitHeaders,
  })
  return {
    ...server,
    settings: { base_url: server.origin },
    environment: { OPENAI_API_KEY: key },
    tokenRequests: [],
    expireTokens: () => keys.expireAll(),
  }
}
