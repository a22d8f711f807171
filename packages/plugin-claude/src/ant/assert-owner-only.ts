import { realpath, stat } from 'node:fs/promises'
import { CCProxyError, type Logger } from '@ccproxy/core'

/**
 * The same rule as for our own files and as in Anthropic's SDKs, which refuse such a file too: who may write it can make our
 * requests go to an account of theirs, who may read it has the login. Links are followed, since containers mount credentials
 * that way; modes mean nothing on Windows.
 * @throws CCPROXY_CREDENTIAL_LINK; errors of the file system as they are
 */
export async function assertOwnerOnly(path: string, logger: Logger): Promise<void> {
  const target = await realpath(path)
  const { mode, uid } = await stat(target)
  if (process.platform === 'win32') return
  if ((mode & 0o066) !== 0) {
    const happened = (mode & 0o022) === 0 ? 'read' : 'changed'
    throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', `${target} can be ${happened} by other users of this machine`, {
      hint: `Run: chmod 600 '${target}'`,
    })
  }
  // Written by root and read by a service is usual in containers, so it is told and not refused.
  if (uid !== process.getuid?.()) logger.debug('the file of the ant profile belongs to another user', { path: target })
}
