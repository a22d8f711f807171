import { Server } from 'node:net'
import { vi } from 'vitest'

/** Of no machine: kept for documentation (RFC 5737, RFC 3849). */
const nowhere: Readonly<Record<string, string>> = { '127.0.0.1': '192.0.2.1', '::1': '2001:db8::1' }

/** Until mocks are restored this machine lacks the addresses: binding one fails as the system says, EADDRNOTAVAIL. */
export function withoutAddress(...missing: readonly string[]): void {
  const listen: unknown = Reflect.get(Server.prototype, 'listen')
  if (typeof listen !== 'function') throw new Error('node:net has changed')
  vi.spyOn(Server.prototype, 'listen').mockImplementation(function lacking(this: Server, ...args: readonly unknown[]) {
    const [options, ...rest] = args
    if (typeof options !== 'object' || options === null || !('host' in options))
      return Reflect.apply(listen, this, args)
    const host = String(options.host)
    const bound = missing.includes(host) ? { ...options, host: nowhere[host] } : options
    return Reflect.apply(listen, this, [bound, ...rest])
  })
}
