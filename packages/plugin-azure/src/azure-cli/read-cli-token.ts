import { CCProxyError } from '@ccproxy/core'
import * as v from 'valibot'
import { cliToken } from '../schemas.js'

/**
 * What `az account get-access-token --output json` printed.
 * @throws CCPROXY_CREDENTIAL_LINK, without a word of it
 */
export function readCliToken(printed: string): { readonly accessToken: string; readonly expiresAt: number } {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), cliToken), printed)
  if (!parsed.success) throw unreadable('something else than a token')
  const { accessToken, expires_on: seconds, expiresOn = '' } = parsed.output
  const expiresAt = seconds === undefined ? localTime(expiresOn) : seconds * 1000
  if (Number.isNaN(expiresAt)) throw unreadable('a token without its end')
  return { accessToken, expiresAt }
}

/**
 * `2026-11-23 01:02:03.000000`: the time of this machine, without a zone. In the hour that autumn repeats, the earlier of
 * the two is meant by the language, which is the safe one.
 */
function localTime(text: string): number {
  return new Date(text.replace(' ', 'T')).getTime()
}

function unreadable(what: string): CCProxyError {
  return new CCProxyError('CCPROXY_CREDENTIAL_LINK', `\`az account get-access-token\` printed ${what}`, {
    hint: 'Update the Azure CLI (`az upgrade`), then try again.',
  })
}
