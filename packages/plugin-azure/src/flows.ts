import type {
  ApiKeyFlow,
  AuthorizationCodeFlow,
  ClientCredentialsFlow,
  DeviceCodeFlow,
  OAuthFlow,
  PluginContext,
} from '@ccproxy/core'
import { apiScopes } from './api-scopes.js'
import { azureCliFlow } from './azure-cli/azure-cli-flow.js'
import { clientApplication } from './client-application.js'
import type { AzureSettings } from './config.js'
import { directoryEndpoints } from './directory.js'
import { entraTokenEndpoint } from './entra-token-endpoint.js'
import { idTokenProfile } from './id-token-profile.js'

const key: ApiKeyFlow = {
  kind: 'api-key',
  id: 'key',
  label: 'API key of the resource',
  env: ['AZURE_OPENAI_API_KEY'],
}

const noApp = {
  unavailable: {
    reason: 'needs an app registration of your own in Microsoft Entra ID',
    hint:
      'Register an app with "Allow public client flows" and the API permission "Microsoft Cognitive Services > ' +
      'user_impersonation", then set plugins.azure.oauth.client_id to its Application (client) ID.',
  },
}

/** An app of people is a public client: it has no secret, and Entra refuses one that sends it. */
function publicClient({ oauth, tenant }: AzureSettings) {
  return {
    clientId: oauth.clientId,
    scopes: oauth.scopes,
    token: entraTokenEndpoint(directoryEndpoints(tenant, { oauth }).token),
    issuer: oauth.issuer,
    credential: idTokenProfile,
    ...(oauth.clientId === undefined && noApp),
  }
}

function browser(settings: AzureSettings): AuthorizationCodeFlow {
  return {
    kind: 'authorization-code',
    id: 'browser',
    label: 'Microsoft Entra ID in the browser',
    ...publicClient(settings),
    authorizeUrl: directoryEndpoints(settings.tenant, settings).authorize,
    pkce: 'S256',
    // Entra ignores the port of http://localhost, and nothing else of it:
    // https://learn.microsoft.com/entra/identity-platform/reply-url#localhost-exceptions
    redirect: { kind: 'loopback', host: 'localhost', path: '' },
    // Several accounts: the browser must not take the one that it happens to be signed in with.
    authorizeParams: () => ({ prompt: 'select_account' }),
  }
}

function device(settings: AzureSettings): DeviceCodeFlow {
  const { device: url } = directoryEndpoints(settings.tenant, settings)
  return {
    kind: 'device-code',
    id: 'device',
    label: 'Microsoft Entra ID by device code',
    ...publicClient(settings),
    deviceAuthorizationUrl: url,
    // https://microsoft.com/devicelogin, of the sovereign clouds too, and its successors.
    verificationHosts: ['microsoft.com', 'www.microsoft.com', 'login.microsoft.com', new URL(url).hostname],
  }
}

function client(settings: AzureSettings, environment: PluginContext['environment']): ClientCredentialsFlow {
  const application = clientApplication(settings, environment)
  const { oauth, tenant } = settings
  return {
    kind: 'client-credentials',
    id: 'client',
    label: 'Microsoft Entra ID as an app with a secret',
    clientId: application?.clientId,
    clientSecret: application?.clientSecret,
    scopes: apiScopes(oauth.scopes),
    token: entraTokenEndpoint(directoryEndpoints(application?.tenant ?? tenant, settings).token),
    ambient: () => application !== undefined,
    ...(application === undefined && {
      unavailable: {
        reason: 'needs the id, a secret and the directory of an app registration',
        hint:
          'Set plugins.azure.oauth.client_id, plugins.azure.oauth.client_secret and plugins.azure.tenant (one directory), ' +
          'or AZURE_CLIENT_ID, AZURE_CLIENT_SECRET and AZURE_TENANT_ID.',
      },
    }),
  }
}

/** What is configured on purpose comes first, what cannot be used last. */
export function flows(
  settings: AzureSettings,
  { environment }: Pick<PluginContext, 'environment'>,
): readonly OAuthFlow[] {
  const people = [browser(settings), device(settings)]
  const app = client(settings, environment)
  // Variables may be there for other programs; a secret in the settings is there for us.
  const isForUs = settings.oauth.clientSecret !== undefined
  const all = [...(isForUs ? [app, ...people] : [...people, app]), azureCliFlow(settings, environment), key]
  return [...all.filter(isUsable), ...all.filter((flow) => !isUsable(flow))]
}

function isUsable({ unavailable }: OAuthFlow): boolean {
  return unavailable === undefined
}
