import { isLoopbackUrl } from '@ccproxy/core'

/** True when listening on `host` (a `server.host`) is reachable from this machine only. */
export function isLoopbackHost(host: string): boolean {
  if (!/^[\w.:[\]-]+$/.test(host)) return false
  const address = `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}`
  return URL.canParse(address) && isLoopbackUrl(new URL(address))
}
