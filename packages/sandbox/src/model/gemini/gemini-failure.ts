import { type ErrorStatus, ModelError } from '../model-error.js'
import type { Refusal, WireFailure } from '../model-wire.js'

const invalidCredentials =
  'Request had invalid authentication credentials. Expected OAuth 2 access token or other valid credential.'

/** An API key that is not known is a bad request there, and none at all a caller without permission. */
const refusals: Readonly<Record<Refusal, ConstructorParameters<typeof ModelError>>> = {
  unknownKey: [400, 'API key not valid. Please pass a valid API key.', 'API_KEY_INVALID'],
  absent: [403, "Method doesn't allow unregistered callers. Please use API Key or other form."],
  conflicting: [400, 'The API Key and the authentication credential are both set.'],
  expired: [401, invalidCredentials, 'ACCESS_TOKEN_EXPIRED'],
  unknown: [401, invalidCredentials, 'ACCESS_TOKEN_TYPE_UNSUPPORTED'],
}

export const refuseGemini = (refusal: Refusal): ModelError => new ModelError(...refusals[refusal])

interface Kind {
  readonly code?: number
  readonly status: string
  readonly details?: readonly object[]
}

const quota = (quotaId: string): object => ({
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [
    { quotaMetric: 'generativelanguage.googleapis.com/generate_content_requests', quotaId, quotaValue: '15' },
  ],
})
const retryIn7Seconds = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s' }

const kinds: Readonly<Record<ErrorStatus, Kind>> = {
  400: { status: 'INVALID_ARGUMENT' },
  401: { status: 'UNAUTHENTICATED' },
  // What is used up is told from pace by the quota's id.
  402: { code: 429, status: 'RESOURCE_EXHAUSTED', details: [quota('GenerateRequestsPerDayPerProjectPerModel')] },
  403: { status: 'PERMISSION_DENIED' },
  404: { status: 'NOT_FOUND' },
  413: { code: 400, status: 'INVALID_ARGUMENT' },
  429: {
    status: 'RESOURCE_EXHAUSTED',
    details: [quota('GenerateRequestsPerMinutePerProjectPerModel'), retryIn7Seconds],
  },
  500: { status: 'INTERNAL' },
  503: { status: 'UNAVAILABLE' },
  529: { code: 503, status: 'UNAVAILABLE' },
}

export function geminiFailure({ status: meaning, message, reason }: ModelError): WireFailure {
  const { code = meaning, status, details = [] } = kinds[meaning]
  const all = reason === undefined ? details : [errorInfo(reason), ...details]
  return { status: code, body: { error: { code, message, status, ...(all.length > 0 && { details: all }) } } }
}

const errorInfo = (reason: string): object => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata: { service: 'generativelanguage.googleapis.com' },
})
