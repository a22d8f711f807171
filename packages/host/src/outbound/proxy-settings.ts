import { CCProxyError } from '@ccproxy/core'

/** The three options of undici's EnvHttpProxyAgent; all are given, since it falls back to `process.env` for what is absent. */
export interface ProxySettings {
  readonly httpProxy: string
  readonly httpsProxy: string
  readonly noProxy: string
}

const protocols = new Set(['http:', 'https:', 'socks:', 'socks5:'])

/**
 * The configured proxy wins over the environment; NO_PROXY holds for both. undefined: everything goes directly.
 * @throws CCPROXY_CONFIG_INVALID_VALUE naming the key or variable, never the address, which may hold a password
 */
export function proxySettings(
  configured: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): ProxySettings | undefined {
  const variable = (name: string): string => environment[name.toLowerCase()] ?? environment[name] ?? ''
  const httpProxy = proxyAddress(configured ?? variable('HTTP_PROXY'), configured ? 'network.proxy' : 'HTTP_PROXY')
  const httpsProxy = proxyAddress(
    configured ?? (variable('HTTPS_PROXY') || variable('HTTP_PROXY')),
    configured ? 'network.proxy' : 'HTTPS_PROXY',
  )
  if (httpProxy === '' && httpsProxy === '') return undefined
  return { httpProxy, httpsProxy, noProxy: variable('NO_PROXY') }
}

function proxyAddress(address: string, source: string): string {
  if (address === '') return ''
  // Names are resolved by the proxy either way; socks5h is what other tools call that.
  const normalized = address.replace(/^socks5h:/i, 'socks5:')
  if (!URL.canParse(normalized) || !protocols.has(new URL(normalized).protocol))
    throw new CCProxyError('CCPROXY_CONFIG_INVALID_VALUE', `${source} is not the address of a proxy that can be used`, {
      hint: 'Use http://, https:// or socks5://, with host and port.',
    })
  return normalized
}
