import type { TokenSnapshot } from '@ccproxy/core'

/** A snapshot that differs from another one in some members. Snapshots have private members, so that none can be copied. */
export function alteredSnapshot(
  snapshot: TokenSnapshot,
  changes: Partial<Pick<TokenSnapshot, 'reveal' | 'revision'>>,
): TokenSnapshot {
  const target: TokenSnapshot = Object.create(snapshot)
  return new Proxy(target, {
    get: (_target, name): unknown => {
      if (Object.hasOwn(changes, name)) return Reflect.get(changes, name)
      const member: unknown = Reflect.get(snapshot, name, snapshot)
      return typeof member === 'function' ? member.bind(snapshot) : member
    },
  })
}
