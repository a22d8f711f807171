import type { AzureSettings } from './config.js'
import { isDirectory } from './directory.js'

type Environment = Readonly<Record<string, string | undefined>>

/** An app that signs in as itself. */
export interface ClientApplication {
  readonly clientId: string
  readonly clientSecret: string
  readonly tenant: string
}

/**
 * From the settings when a secret is there, else from the variables that Azure's own SDKs read; never some of each, since
 * they would be of two apps.
 * @returns undefined when neither is complete
 */
export function clientApplication(
  { oauth, tenant }: Pick<AzureSettings, 'oauth' | 'tenant'>,
  environment: Environment,
): ClientApplication | undefined {
  const { clientId, clientSecret, tokenUrl } = oauth
  if (clientSecret !== undefined) {
    // A token endpoint of one's own names its directory.
    const isKnown = isDirectory(tenant) || tokenUrl !== undefined
    return clientId !== undefined && isKnown ? { clientId, clientSecret, tenant } : undefined
  }
  const { AZURE_CLIENT_ID: id, AZURE_CLIENT_SECRET: secret, AZURE_TENANT_ID: directory } = environment
  return id && secret && directory ? { clientId: id, clientSecret: secret, tenant: directory } : undefined
}
