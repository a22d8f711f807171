// What decides about keys, plugins and where credentials go must be changed by its owner alone.
import { stat } from 'node:fs/promises'
import { CCProxyError } from '@ccproxy/core/errors'
import { readableByOthers, type Untrusted, untrusted } from '@ccproxy/core/files'
import { isSecretKey } from './mask-setting.js'
import { dottedKey } from './setting-keys.js'
import { leavesOf, type SettingsTable } from './settings-tree.js'

/** @throws CCPROXY_CONFIG_UNTRUSTED when another user can change the file or folder */
export async function assertPrivate(path: string): Promise<void> {
  refuse(path, await untrusted(path))
}

/** @throws CCPROXY_CONFIG_UNTRUSTED when the file holds a secret and another user can read it */
export async function assertSecretsPrivate(file: string, tree: SettingsTable): Promise<void> {
  const secret = leavesOf(tree).find(({ path, leaf }) => isSecretKey(path) && leaf.value !== 'auto')
  const found = secret === undefined ? undefined : await stat(file).catch(() => undefined)
  if (secret !== undefined && found !== undefined)
    refuse(`${file} (with ${dottedKey(secret.path)})`, readableByOthers(file, found))
}

function refuse(subject: string, reason: Untrusted | undefined): void {
  if (reason !== undefined)
    throw new CCProxyError('CCPROXY_CONFIG_UNTRUSTED', `${subject} ${reason.problem}`, {
      hint: `Run: ${reason.repair}`,
    })
}
