// Compiled, never run: an author writes no annotation and no cast, and wrong settings are wrong at compile time.
import * as v from 'valibot'
import { bearer } from '../adapter/bearer.js'
import { defineProviderPlugin } from './define-provider-plugin.js'
import { providerSettings } from './provider-settings.js'

const models = v.object({ data: v.array(v.object({ id: v.string() })) })

defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme AI',
  config: providerSettings(
    {
      baseUrl: 'https://api.acme.example',
      oauth: {
        clientId: 'acme-public-client',
        authorizeUrl: 'https://login.acme.example/authorize',
        tokenUrl: 'https://login.acme.example/token',
      },
    },
    { organization: v.optional(v.string()), region: v.picklist(['eu', 'us']) },
  ),
  flows: ({ oauth, region }) => [
    {
      kind: 'authorization-code',
      id: 'browser',
      label: `Acme ${region}`,
      pkce: 'S256',
      redirect: { kind: 'loopback' },
      // A default makes a setting certain.
      authorizeUrl: oauth.authorizeUrl,
      clientId: oauth.clientId.toLowerCase(),
      scopes: oauth.scopes,
      token: { url: oauth.tokenUrl },
      revokeUrl: oauth.revokeUrl,
    },
    {
      kind: 'device-code',
      id: 'device',
      label: 'Device',
      clientId: oauth.clientId,
      scopes: [],
      token: { url: oauth.tokenUrl },
      // @ts-expect-error without a default it may be absent
      deviceAuthorizationUrl: oauth.deviceAuthorizationUrl,
    },
  ],
  adapter: ({ settings }) => ({
    dialects: ['openai-chat'],
    prepare: (input) => {
      const { headers } = bearer(input)
      return {
        headers:
          settings.organization === undefined ? headers : { ...headers, 'acme-organization': settings.organization },
      }
    },
    classify: ({ error }) => (error?.code === 'insufficient_quota' ? 'quota-exhausted' : undefined),
    models: async (http, signal) => (await http.get('v1/models', { signal }).json(models)).data,
  }),
  cliCommands: ({ settings }) => [
    { name: 'region', description: 'Shows the region', run: async ({ print }) => print(settings.region) },
  ],
  // @ts-expect-error no such setting
  health: async ({ settings }) => ({ status: settings.nowhere === 1 ? 'ok' : 'down' }),
})
