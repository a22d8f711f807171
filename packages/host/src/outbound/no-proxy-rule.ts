import { BlockList, isIP } from 'node:net'

interface Entry {
  readonly name: string
  /** Absent: any. */
  readonly port: string | undefined
}

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }

/**
 * NO_PROXY as other tools read it: names with all below them, with a port or without, addresses, networks (`10.0.0.0/8`),
 * `*` for everything. Separated by commas or spaces.
 * @returns true for targets that no proxy is used for
 */
export function noProxyRule(value: string): (target: URL) => boolean {
  const words = value
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '')
  if (words.includes('*')) return () => true
  const networks = new BlockList()
  const entries = words.filter((word) => !addNetwork(networks, word)).map(entryOf)
  return ({ hostname, port, protocol }) => {
    const name = bare(hostname)
    const family = isIP(name)
    if (family !== 0 && networks.check(name, family === 6 ? 'ipv6' : 'ipv4')) return true
    const asked = port === '' ? defaultPorts[protocol] : port
    return entries.some(
      (entry) =>
        (entry.port === undefined || entry.port === asked) &&
        (name === entry.name || (family === 0 && name.endsWith(`.${entry.name}`))),
    )
  }
}

function addNetwork(networks: BlockList, word: string): boolean {
  const [address = '', prefix = '', ...rest] = word.split('/')
  const family = isIP(bare(address))
  const longest = family === 6 ? 128 : 32
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > longest) return false
  networks.addSubnet(bare(address), Number(prefix), family === 6 ? 'ipv6' : 'ipv4')
  return true
}

function entryOf(word: string): Entry {
  // An IPv6 address has a port only when it stands in brackets.
  const [, host = word, port] = isIP(word) === 6 ? [] : (/^(.+):(\d+)$/.exec(word) ?? [])
  return { name: bare(host).replace(/^\*?\./, ''), port }
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}
