// Which addresses secrets may be sent to: https anywhere, http on this machine only.

const loopbackName = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** True for an address of this machine. */
export function isLoopbackUrl(url: URL): boolean {
  return loopbackName.test(url.hostname)
}

/** https, or http to loopback; no user name or fragment. */
export function isSecureEndpoint(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackUrl(url))
}
