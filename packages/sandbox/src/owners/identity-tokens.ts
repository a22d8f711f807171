// What a platform gives to its workloads: a signed statement of who they are, which an authorization server accepts once.
import { createPrivateKey, createPublicKey, randomUUID } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import type { JWK } from 'oidc-provider'

const algorithm = 'RS256'
/** Long: nothing replaces the file while nobody exchanges what it holds. */
const lifetime = '30 days'

interface VerifiedIdentity {
  readonly id: string
  /** Epoch seconds. */
  readonly expiresAt: number
}

export interface IdentityTokens {
  issue(): Promise<string>
  /** @returns undefined when it is not one of ours, or has expired */
  verify(token: string): Promise<VerifiedIdentity | undefined>
}

export interface IdentityTokensOptions {
  readonly issuer: string
  /** The token endpoint that they are meant for. */
  readonly audience: string
  /** Private; its public half is published in the key set. */
  readonly signingKey: JWK
}

export function createIdentityTokens({ issuer, audience, signingKey }: IdentityTokensOptions): IdentityTokens {
  const { kid } = signingKey
  const texts = Object.entries(signingKey).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  )
  const privateKey = createPrivateKey({ key: Object.fromEntries(texts), format: 'jwk' })
  const publicKey = createPublicKey(privateKey)
  return {
    issue: async () =>
      new SignJWT()
        .setProtectedHeader({ alg: algorithm, ...(kid !== undefined && { kid }) })
        .setIssuer(issuer)
        .setSubject('sandbox-workload')
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(lifetime)
        .setJti(randomUUID())
        .sign(privateKey),
    verify: async (token) => {
      try {
        const rules = { issuer, audience, algorithms: [algorithm], requiredClaims: ['jti', 'exp', 'sub'] }
        const { payload } = await jwtVerify(token, publicKey, rules)
        const { jti, exp } = payload
        return jti === undefined || exp === undefined ? undefined : { id: jti, expiresAt: exp }
      } catch {
        return undefined
      }
    },
  }
}
