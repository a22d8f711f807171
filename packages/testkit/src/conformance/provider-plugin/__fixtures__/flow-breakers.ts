import { acme, acmeFlows, browserFlow, keyFlow } from './acme.js'
import type { Breaker } from './breaker.js'

let asked = 0

export const flowBreakers: readonly Breaker[] = [
  {
    rule: 'flows-declared',
    wrong: 'has two flows of one id',
    factory: acme({ flows: () => [keyFlow, { ...keyFlow, label: 'Another key' }] }),
    says: 'acme has two flows called key',
  },
  {
    rule: 'flows-declared',
    wrong: 'has a flow that cannot be typed, without a label',
    factory: acme({ flows: () => [{ ...keyFlow, id: 'API Key', label: ' ' }] }),
    says: 'the flow id "API Key" cannot be typed after --flow',
  },
  {
    rule: 'flows-unavailable',
    wrong: 'does not say what to do',
    factory: acme({ flows: () => [{ ...keyFlow, unavailable: { reason: 'needs a region', hint: '' } }] }),
    says: 'the flow `key` is unavailable without a hint',
  },
  {
    rule: 'flows-unavailable',
    wrong: 'does not say why',
    factory: acme({ flows: () => [{ ...keyFlow, unavailable: { reason: ' ', hint: 'Set plugins.acme.region.' } }] }),
    says: 'the flow `key` is unavailable without a reason',
  },
  {
    rule: 'flows-pure',
    wrong: 'makes up an id each time',
    factory: acme({
      flows: () => {
        asked += 1
        return [{ ...keyFlow, id: `key-${asked}` }]
      },
    }),
    says: 'the same settings give other flows the second time',
  },
  {
    rule: 'flows-pure',
    wrong: 'asks a server before anybody signs in',
    factory: acme({
      flows: (settings, { createHttpClient }) => {
        createHttpClient()
          .get('.well-known/openid-configuration')
          .catch(() => {})
        return acmeFlows(settings)
      },
    }),
    says: '/.well-known/openid-configuration is called before anybody signs in',
  },
  {
    rule: 'flow-ready',
    wrong: 'has a way of its own to sign in, and says nothing of it to the suite',
    factory: acme({
      flows: () => [
        { kind: 'custom', id: 'paper', label: 'By letter', login: () => Promise.reject(new Error('no stamp')) },
      ],
    }),
    says: 'the flow `paper` is custom',
  },
  {
    rule: 'flow-ready',
    wrong: 'signs in at the real provider whatever the settings say',
    factory: acme({
      flows: (settings) => [browserFlow(settings, { token: { url: 'https://login.acme.example/token' } })],
    }),
    says: '`token.url` of the flow `browser` is https://login.acme.example/token whatever the settings say',
  },
]
