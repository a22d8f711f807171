import { isLoopbackUrl } from '@ccproxy/core'

/**
 * The port of this machine that the browser comes back to.
 * @param openUrl of the same server that awaits the callback
 * @returns undefined when the browser ends elsewhere, or at a port that someone else has
 */
export function callbackPort(url: URL, openUrl: URL | undefined): number | undefined {
  if (openUrl === undefined) return undefined
  const addresses = [...url.searchParams.values()].filter((value) => URL.canParse(value)).map((value) => new URL(value))
  const returns = addresses.some((address) => isLoopbackUrl(address) && address.port === openUrl.port)
  return returns ? Number(openUrl.port) : undefined
}
