// Which file system a directory is on, as far as locks are concerned.
import { statfs } from 'node:fs/promises'

/** `network`: locks of one machine are not seen by another. `user-space`: nobody knows what is behind it. */
export type FileSystemKind = 'local' | 'network' | 'user-space'

/** Magic numbers of statfs(2). */
const network: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9p'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
])
const fuse = 0x65735546

/** The type number of the file system that holds a path. */
export type StatFileSystem = (path: string) => Promise<number>

export const statFileSystem: StatFileSystem = async (path) => (await statfs(path)).type

export function fileSystemKind(type: number): { readonly kind: FileSystemKind; readonly name: string } {
  // The kernel's number is signed on some architectures.
  const unsigned = type >>> 0
  const name = network.get(unsigned)
  if (name !== undefined) return { kind: 'network', name }
  return unsigned === fuse ? { kind: 'user-space', name: 'FUSE' } : { kind: 'local', name: 'local' }
}
