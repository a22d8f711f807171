import { CCProxyError } from '@ccproxy/core'
import type { AzureSettings } from './config.js'

/** Where Azure's own hosts end, in its public and its sovereign clouds. */
const azureHost = /\.azure\.(?:com|us|cn)$/

/**
 * What `/v1/responses` is appended to. An endpoint without a path, as the portal shows it, gets the one of the API.
 * @throws CCPROXY_PLUGIN_SETTINGS
 */
export function baseUrlOf({ baseUrl, resource }: AzureSettings): string {
  if (baseUrl !== undefined) {
    const { hostname, pathname } = new URL(baseUrl)
    return pathname === '/' && azureHost.test(hostname) ? `${baseUrl}/openai` : baseUrl
  }
  if (resource !== undefined) return `https://${resource}.openai.azure.com/openai`
  throw new CCProxyError(
    'CCPROXY_PLUGIN_SETTINGS',
    'plugins.azure.resource is not set, so it is not known where requests go',
    {
      hint:
        'Write resource = "<name>" under [plugins.azure] when your endpoint is https://<name>.openai.azure.com; ' +
        'for any other endpoint base_url = "https://…/openai".',
    },
  )
}
