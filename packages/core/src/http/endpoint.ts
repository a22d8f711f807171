// Which addresses secrets may be sent to: https anywhere, http on this machine only.

const loopbackName = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** True for an address of this machine. */
export function isLoopbackUrl(url: URL): boolean {
  return loopbackName.test(url.hostname)
}

/** https, or http to loopback; no user name or fragment. */
export function isSecureEndpoint(address: string): boolean {
  return endpointProblem(address) === undefined
}

/** @returns why secrets may not be sent to the address, to stand after its name; undefined when they may */
export function endpointProblem(address: string): string | undefined {
  if (!URL.canParse(address)) return 'must be an https URL'
  const url = new URL(address)
  if (url.username !== '' || url.password !== '')
    return 'must not have a user name or a password: CCProxy sends the credential of the login'
  if (url.hash !== '') return 'must not have a fragment (the part after #)'
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackUrl(url))) return undefined
  return 'must be an https URL (http is accepted for addresses of this machine only)'
}
