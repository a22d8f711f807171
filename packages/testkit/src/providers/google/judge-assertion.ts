import { verify } from 'node:crypto'
import * as v from 'valibot'
import type { ServiceAccountKey } from './default-credentials.js'

const header = v.object({ alg: v.literal('RS256'), kid: v.string() })
const claims = v.object({
  iss: v.string(),
  aud: v.string(),
  scope: v.pipe(v.string(), v.minLength(1)),
  iat: v.number(),
  exp: v.number(),
})

const longestLifeSeconds = 3600
const skewSeconds = 300

/** @returns what Google would say is wrong with the assertion; undefined: nothing */
export function judgeAssertion(
  assertion: string,
  account: ServiceAccountKey | undefined,
  audience: string,
): string | undefined {
  const [first = '', second = '', signature = ''] = assertion.split('.')
  const head = v.safeParse(header, decoded(first))
  const body = v.safeParse(claims, decoded(second))
  if (!head.success || !body.success) return 'Invalid JWT: Failed to parse.'
  const { iss, aud, iat, exp } = body.output
  if (iss !== account?.email) return 'Invalid grant: account not found'
  const signed = Buffer.from(`${first}.${second}`)
  const isSigned = verify('sha256', signed, account.publicKey, Buffer.from(signature, 'base64url'))
  if (head.output.kid !== account.keyId || !isSigned) return 'Invalid JWT Signature.'
  if (aud !== audience) return 'Invalid JWT: Failed audience check.'
  const now = Date.now() / 1000
  if (exp - iat > longestLifeSeconds || iat > now + skewSeconds || exp < now)
    return 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.'
  return undefined
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return undefined
  }
}
