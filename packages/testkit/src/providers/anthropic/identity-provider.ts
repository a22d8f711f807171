import { generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto'

export interface IdentityTokenOptions {
  /** Default 600. Not positive: it has expired. */
  readonly lifetimeSeconds?: number
  /** Default: the one that the rule wants. */
  readonly subject?: string
}

const issuer = 'https://identity.example'
const subject = 'system:serviceaccount:demo:ccproxy'

/** The user's own identity provider, which the federation rule trusts. */
export class IdentityProvider {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  issue({ lifetimeSeconds = 600, subject: sub = subject }: IdentityTokenOptions = {}): string {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer, sub, aud: 'https://api.anthropic.com', jti: randomUUID(), exp: now + lifetimeSeconds }
    const signed = `${encoded({ alg: 'ES256', typ: 'JWT' })}.${encoded(claims)}`
    const signature = sign('sha256', Buffer.from(signed), { key: this.#keys.privateKey, dsaEncoding: 'ieee-p1363' })
    return `${signed}.${signature.toString('base64url')}`
  }

  /** @returns whether the rule matches: signature, issuer, subject, end */
  accepts(token: string): boolean {
    const [header = '', claims = '', signature = ''] = token.split('.')
    const key = { key: this.#keys.publicKey, dsaEncoding: 'ieee-p1363' } as const
    if (!verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))) return false
    const { iss, sub, exp } = Object(JSON.parse(Buffer.from(claims, 'base64url').toString()))
    return iss === issuer && sub === subject && typeof exp === 'number' && exp > Date.now() / 1000
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
