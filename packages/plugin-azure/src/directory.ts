// Where a person or an app of a directory (tenant) of Microsoft Entra ID signs in.
import type { AzureSettings } from './config.js'

/** Names of many directories at once: https://learn.microsoft.com/entra/identity-platform/v2-protocols#endpoints */
const aliases: ReadonlySet<string> = new Set(['organizations', 'common', 'consumers'])

/** It names one directory. An app that signs in as itself, and `az`, need one. */
export function isDirectory(tenant: string): boolean {
  return !aliases.has(tenant.toLowerCase())
}

export interface DirectoryEndpoints {
  readonly authorize: string
  readonly token: string
  readonly device: string
}

/** What `oauth` names wins: sovereign clouds have other hosts. */
export function directoryEndpoints(tenant: string, { oauth }: Pick<AzureSettings, 'oauth'>): DirectoryEndpoints {
  const base = `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/oauth2/v2.0`
  return {
    authorize: oauth.authorizeUrl ?? `${base}/authorize`,
    token: oauth.tokenUrl ?? `${base}/token`,
    device: oauth.deviceAuthorizationUrl ?? `${base}/devicecode`,
  }
}
