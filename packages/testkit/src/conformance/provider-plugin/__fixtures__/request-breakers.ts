import { bearer, type FailureKind, type ProviderAdapter, type ProviderPluginFactory } from '@ccproxy/core'
import { acme, acmeAdapter } from './acme.js'
import type { Breaker } from './breaker.js'

const withAdapter = (changes: Partial<ProviderAdapter>): ProviderPluginFactory =>
  acme({ adapter: () => acmeAdapter(changes) })
const classifying = (kind: FailureKind): ProviderPluginFactory => withAdapter({ classify: () => kind })
let prepared = 0
const censor = ({ bytes }: { readonly bytes?: Uint8Array }): void => bytes?.set([42], 0)
/** Of requests that plugins send: what is not held is ended by the garbage collector. */
const unread: Response[] = []
const keep = async (answer: Promise<Response>): Promise<void> => {
  unread.push(await answer)
}
const relabel = () => ({ headers: { 'content-type': 'application/x-ndjson' } })

export const requestBreakers: readonly Breaker[] = [
  {
    rule: 'adapter-dialects',
    wrong: 'speaks nothing',
    factory: withAdapter({ dialects: [] }),
    says: '`dialects` is empty',
  },
  {
    rule: 'adapter-dialects',
    wrong: 'allows a path that no request has',
    factory: withAdapter({ allowedPaths: ['v1/'] }),
    says: 'the allowed path "v1/" never matches',
  },
  {
    rule: 'request-signed',
    wrong: 'forgets the credential',
    factory: withAdapter({ prepare: () => ({ headers: {} }) }),
    says: 'reaches the provider without the credential',
  },
  {
    rule: 'request-signed',
    wrong: 'sends the credential twice',
    factory: withAdapter({
      prepare: ({ token }) => ({
        headers: { authorization: `Bearer ${token.reveal()}`, 'x-api-key': token.reveal() },
      }),
    }),
    says: 'carries more than one credential header: authorization, x-api-key',
  },
  {
    rule: 'client-key-stays',
    wrong: 'hands on who asked',
    factory: withAdapter({
      prepare: ({ request, token }) => ({
        headers: { ...bearer({ token }).headers, 'x-on-behalf-of': request.headers.get('authorization') ?? null },
      }),
    }),
    says: 'the key that openai-sdk-chat sends reaches the provider',
  },
  {
    rule: 'client-key-stays',
    wrong: 'prefers the key of the client',
    factory: withAdapter({
      prepare: ({ request, token }) => ({
        headers: { authorization: request.headers.get('authorization') ?? `Bearer ${token.reveal()}` },
      }),
    }),
    says: 'the key that openai-sdk-models sends reaches the provider',
  },
  {
    rule: 'prepare-pure',
    wrong: 'counts requests in a header',
    factory: withAdapter({
      prepare: ({ token }) => {
        prepared += 1
        return { headers: { ...bearer({ token }).headers, 'x-request-number': String(prepared) } }
      },
    }),
    says: 'gives something else for the same request the second time',
  },
  {
    rule: 'prepare-pure',
    wrong: 'remembers the first token that it saw',
    factory: acme({
      adapter: () => {
        let remembered: string | undefined
        return acmeAdapter({
          prepare: ({ token }) => ({ headers: { authorization: `Bearer ${(remembered ??= token.reveal())}` } }),
        })
      },
    }),
    says: 'signs with another token than the one that it is given',
  },
  {
    rule: 'request-url',
    wrong: 'sends everything to one address',
    factory: withAdapter({
      prepare: ({ token, request }) => ({ ...bearer({ token }), url: `https://api.acme.example${request.path}` }),
    }),
    says: '`prepare` makes https://api.acme.example/v1/chat/completions',
  },
  {
    rule: 'request-url',
    wrong: 'forgets the path of the base URL',
    factory: withAdapter({
      prepare: ({ token, request, baseUrl }) => ({ ...bearer({ token }), url: new URL(request.path, baseUrl).href }),
    }),
    says: 'and the base URL https://account.example/base/v1 `prepare` makes https://account.example/v1',
  },
  {
    rule: 'header-names',
    wrong: 'writes names as in documents',
    factory: withAdapter({ prepare: ({ token }) => ({ headers: { Authorization: `Bearer ${token.reveal()}` } }) }),
    says: 'the header name "Authorization" is not in lower case',
  },
  {
    rule: 'header-names',
    wrong: 'sets the host',
    factory: withAdapter({
      prepare: ({ token }) => ({ headers: { ...bearer({ token }).headers, host: 'api.acme.example' } }),
    }),
    says: '`prepare` edits the header host',
  },
  {
    rule: 'request-body',
    wrong: 'drops a field without saying so',
    factory: withAdapter({
      prepare: ({ token }) => ({
        ...bearer({ token }),
        rewrite: ({ stream_options: _left, ...body }) => ({ body }),
      }),
    }),
    says: "`stream_options` of openai-sdk-chat's body reaches the provider no more",
  },
  {
    rule: 'request-body',
    wrong: 'writes into what the user asked',
    factory: withAdapter({
      prepare: ({ token }) => ({
        ...bearer({ token }),
        rewrite: (body) => ({ body: { ...body, messages: [{ role: 'system', content: 'Be brief.' }] } }),
      }),
    }),
    says: "`messages` of openai-sdk-chat's body reaches the provider changed",
  },
  {
    rule: 'stream',
    wrong: 'writes into the bytes of a stream',
    factory: acme({
      adapter: ({ hooks }) => {
        hooks.on('provider.stream.chunk', censor, { name: 'acme', content: true })
        return acmeAdapter()
      },
    }),
    says: 'the bytes of a stream are not those that the provider sent',
  },
  {
    rule: 'stream',
    wrong: 'calls a stream something else',
    factory: acme({
      adapter: ({ hooks }) => {
        hooks.interceptResponse({ name: 'acme', needs: 'head', handler: relabel })
        return acmeAdapter()
      },
    }),
    says: 'the content-type of a stream reaches the client as application/x-ndjson',
  },
  {
    rule: 'classify-401',
    wrong: 'takes a refused credential for a policy',
    factory: classifying('forbidden'),
    says: 'a 401 counts as forbidden',
  },
  {
    rule: 'classify-401',
    wrong: 'stumbles over a failure',
    factory: withAdapter({
      classify: () => {
        throw new TypeError('error is undefined')
      },
    }),
    says: '`classify` throws at 401',
  },
  {
    rule: 'classify-429',
    wrong: 'takes pace for a bad credential',
    factory: classifying('credential-rejected'),
    says: 'a 429 counts as credential-rejected',
  },
  {
    rule: 'classify-429',
    wrong: 'takes pace for a mistake of the client',
    factory: classifying('client-error'),
    says: 'a 429 counts as client-error',
  },
  {
    rule: 'classify-5xx',
    wrong: 'takes a broken server for a bad credential',
    factory: classifying('credential-rejected'),
    says: 'a 503 counts as credential-rejected',
  },
  {
    rule: 'classify-5xx',
    wrong: 'hides when to come back',
    factory: acme({
      adapter: ({ hooks }) => {
        hooks.interceptResponse({ name: 'acme', needs: 'head', handler: () => ({ headers: { 'retry-after': null } }) })
        return acmeAdapter()
      },
    }),
    says: "the provider's 500 reaches the client changed",
  },
  {
    rule: 'client-leaves',
    wrong: 'sends every request twice',
    factory: withAdapter({
      prepare: ({ token, request, baseUrl }) => {
        void keep(fetch(baseUrl + request.path, { method: 'POST', body: '{}' })).catch(() => {})
        return bearer({ token })
      },
    }),
    says: '1 of 2 requests to the provider go on after the client has left',
  },
  {
    rule: 'client-leaves',
    wrong: 'warms something up before each request',
    factory: acme({
      adapter: ({ hooks, baseUrl }) => {
        const handler = (): undefined => {
          void keep(fetch(`${baseUrl}/v1/warm-up`)).catch(() => {})
        }
        hooks.interceptRequest({ name: 'acme', needs: 'head', handler })
        return acmeAdapter()
      },
    }),
    says: 'go on after the client has left',
  },
]
