import type { CredentialProfile } from '@ccproxy/core'
import { printable } from '../../logging/printable.js'
import { duration } from './duration.js'

/** Who is signed in, as far as the provider said it: `you@example.com (Max)`. */
export function describeOwner({ account }: { readonly account?: CredentialProfile | null | undefined }): string {
  const name = printable(account?.email ?? account?.id ?? '')
  const plan = printable(account?.plan ?? '')
  if (plan === '') return name
  return name === '' ? plan : `${name} (${plan})`
}

export function describeExpiry({
  expiresInSeconds,
}: {
  readonly expiresInSeconds?: number | null | undefined
}): string {
  if (expiresInSeconds === undefined || expiresInSeconds === null) return 'does not expire'
  if (expiresInSeconds <= 0) return `expired ${duration(-expiresInSeconds)} ago`
  return `expires in ${duration(expiresInSeconds)}`
}
