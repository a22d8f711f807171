import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { ErrorCode } from '../errors/error-table.js'

const codes: Readonly<Record<string, ErrorCode>> = {
  EACCES: 'CCPROXY_STORAGE_PERMISSION',
  EPERM: 'CCPROXY_STORAGE_PERMISSION',
  ELOOP: 'CCPROXY_STORAGE_PERMISSION',
  EROFS: 'CCPROXY_STORAGE_READ_ONLY',
  ENOSPC: 'CCPROXY_STORAGE_FULL',
  EDQUOT: 'CCPROXY_STORAGE_FULL',
  EMFILE: 'CCPROXY_SYSTEM_LIMIT',
  ENFILE: 'CCPROXY_SYSTEM_LIMIT',
}

/** `ENOENT` and friends of a failed file operation. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** The one place where errors of the file system become ours. */
export function storageError(error: unknown, doing: string, path: string): CCProxyError {
  if (isCCProxyError(error)) return error
  const errno = errnoOf(error) ?? 'unknown'
  // What cannot be made or changed is the matter of its folder.
  const inFolder = (errno === 'EACCES' || errno === 'EPERM') && doing !== 'read'
  return new CCProxyError(codes[errno] ?? 'CCPROXY_STORAGE_FAILED', `could not ${doing} ${path} (${errno})`, {
    cause: error,
    ...(inFolder && { hint: 'Make its folder writable by you, or point CCPROXY_CONFIG_DIR elsewhere.' }),
  })
}
