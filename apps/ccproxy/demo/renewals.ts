// What becomes of a token that ends, by the kind of its flow.

export interface Renewal {
  /** For the summary. */
  readonly by: string
  readonly expires: boolean
}

const refreshToken: Renewal = { by: 'its refresh token', expires: true }
const exchange: Renewal = { by: 'a new exchange', expires: true }
const key: Renewal = { by: 'nothing: a key lasts', expires: false }

const renewals: Readonly<Record<string, Renewal>> = {
  'authorization-code': refreshToken,
  'device-code': refreshToken,
  'client-credentials': exchange,
  'jwt-bearer': exchange,
  linked: { by: 'what its owner has', expires: true },
  custom: key,
  'api-key': key,
}

/** @throws Error for a kind that the demo has not heard of */
export function renewalOf(kind: string): Renewal {
  const renewal = renewals[kind]
  if (renewal !== undefined) return renewal
  throw new Error(`the demo does not know how a login of the kind ${kind} is renewed`)
}
