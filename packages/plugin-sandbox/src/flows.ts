import type { ApiKeyFlow, DeviceCodeFlow, OAuthFlow, PluginContext } from '@ccproxy/core'
import { sandboxClients, sandboxOwnerFiles } from '@ccproxy/sandbox'
import type { SandboxSettings } from './config.js'
import { browserFlow, errorsIn200Flow, jsonFlow, openIdFlow, standardFlow } from './flows/code-flows.js'
import { customFlow } from './flows/custom-flow.js'
import { dynamicFlow } from './flows/dynamic-flow.js'
import { linkFlow, mintFlow } from './flows/linked-flows.js'
import { type SandboxServer, sandboxServer } from './flows/sandbox-server.js'
import { clientFlow, federationFlow } from './flows/service-flows.js'
import { ownersDirectory } from './owners-directory.js'

/**
 * Every kind of sign-in and every deviation, all against the embedded server. None is ambient: the sandbox is never signed
 * in to without being asked.
 */
export function flows(
  { baseUrl, port }: SandboxSettings,
  context: PluginContext<SandboxSettings>,
): readonly OAuthFlow[] {
  const server = sandboxServer(baseUrl)
  const { environment, stateDirectory } = context
  const held = sandboxOwnerFiles(ownersDirectory(stateDirectory, port))
  return [
    browserFlow(server),
    deviceFlow(server),
    standardFlow(server),
    openIdFlow(server),
    dynamicFlow(server),
    jsonFlow(server),
    errorsIn200Flow(server),
    clientFlow(server),
    federationFlow(server, held.identity),
    linkFlow(server, { file: held.linked, environment }),
    mintFlow(server, held.lasting),
    customFlow(server),
    keyFlow,
  ]
}

function deviceFlow({ endpoints, ...server }: SandboxServer): DeviceCodeFlow {
  return {
    ...server,
    kind: 'device-code',
    id: 'device',
    label: 'Device code: a code on another device',
    clientId: sandboxClients.device.clientId,
    deviceAuthorizationUrl: endpoints.deviceAuthorization,
    token: { url: endpoints.token },
  }
}

const keyFlow: ApiKeyFlow = { kind: 'api-key', id: 'key', label: 'API key', env: ['CCPROXY_SANDBOX_API_KEY'] }
