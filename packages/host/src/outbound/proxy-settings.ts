// Which proxy an address is reached through.
import { CCProxyError, isLoopbackUrl } from '@ccproxy/core'
import { noProxyRule } from './no-proxy-rule.js'
import { type ProxyAddress, parseProxyAddress } from './proxy-address.js'

/** @returns undefined: directly */
export type ProxyFor = (target: URL) => ProxyAddress | undefined

/**
 * The configured proxy wins over the environment; NO_PROXY holds for both, and this machine is never reached through one.
 * @throws CCPROXY_CONFIG_INVALID_VALUE naming the key or variable, never the address, which may hold a password
 */
export function proxySettings(
  configured: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): ProxyFor {
  const variable = (name: string): string => environment[name.toLowerCase()] ?? environment[name] ?? ''
  const fromEnvironment = (name: string): ProxyAddress | undefined => proxyAddress(variable(name), name)
  const own = configured === undefined ? undefined : proxyAddress(configured, 'network.proxy')
  const all = own ?? fromEnvironment('ALL_PROXY')
  const plain = own ?? fromEnvironment('HTTP_PROXY') ?? all
  const secure = own ?? fromEnvironment('HTTPS_PROXY') ?? plain
  const isExempt = noProxyRule(variable('NO_PROXY'))
  return (target) => {
    if (isLoopbackUrl(target) || isExempt(target)) return undefined
    return target.protocol === 'https:' ? secure : plain
  }
}

function proxyAddress(address: string, source: string): ProxyAddress | undefined {
  if (address === '') return undefined
  const parsed = parseProxyAddress(address)
  if (parsed !== undefined) return parsed
  throw new CCProxyError('CCPROXY_CONFIG_INVALID_VALUE', `${source} is not the address of a proxy that can be used`, {
    hint: 'Use http://, https:// or socks5://, with host and port.',
  })
}
