export interface ProxyAddress {
  /** `http` and `https` are asked with CONNECT; `https` over TLS. */
  readonly kind: 'http' | 'https' | 'socks'
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
  /** Host and port: all of the address that may be shown. */
  readonly name: string
}

const kinds: ReadonlyMap<string, readonly [ProxyAddress['kind'], defaultPort: number]> = new Map([
  ['http:', ['http', 80]],
  ['https:', ['https', 443]],
  ['socks:', ['socks', 1080]],
  ['socks5:', ['socks', 1080]],
  // Names are resolved by the proxy either way; this is what other tools call that.
  ['socks5h:', ['socks', 1080]],
])

/** @returns undefined for what is not the address of a proxy */
export function parseProxyAddress(address: string): ProxyAddress | undefined {
  // `proxy.corp:3128` is what curl takes, and a URL with the scheme `proxy.corp:` to the parser.
  const whole = /^[^/]+:\d+$/.test(address) ? `http://${address}` : address
  if (!URL.canParse(whole)) return undefined
  const url = new URL(whole)
  const [kind, defaultPort] = kinds.get(url.protocol.toLowerCase()) ?? []
  const username = decoded(url.username)
  const password = decoded(url.password)
  if (kind === undefined || defaultPort === undefined || url.hostname === '') return undefined
  if (username === undefined || password === undefined) return undefined
  const port = url.port === '' ? defaultPort : Number(url.port)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return { kind, host, port, username, password, name: `${url.hostname}:${port}` }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
