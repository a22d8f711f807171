// Compiled, never run: an author writes no annotation and no cast, and wrong settings are wrong at compile time.
import * as v from 'valibot'
import { bearer } from '../adapter/bearer.js'
import { openaiCompatible } from '../adapter/openai-compatible.js'
import { StandardTokenManager } from '../manager/standard-token-manager.js'
import { JsonTokenStorage } from '../storage/json-token-storage.js'
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

// What stands in no call of its own is held to be a string here.
const text = (value: string): string => value

// Every member of a definition knows the settings and its stage.
defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme AI',
  // No default: it follows from another setting.
  config: providerSettings({ oauth: { tokenUrl: 'https://login.acme.example/token' } }, { resource: v.string() }),
  baseUrl: ({ resource, baseUrl }) => baseUrl ?? `https://${resource}.acme.example`,
  flows: ({ oauth, resource }, { environment, clock, logger, settings, createHttpClient }) => [
    {
      kind: 'client-credentials',
      id: 'client',
      label: text(settings.resource),
      clientId: oauth.clientId ?? environment['ACME_CLIENT_ID'],
      clientSecret: oauth.clientSecret,
      scopes: oauth.scopes,
      ambient: () => oauth.clientId !== undefined,
      token: {
        url: oauth.tokenUrl,
        normalize: (answer) => ({ ...answer, expires_in: 3600 }),
        explain: ({ error, description }) => (error === 'acme_1' ? description : undefined),
      },
      credential: (answer) => ({ profile: { attributes: { project_id: String(answer['project']), resource } } }),
    },
    {
      kind: 'jwt-bearer',
      id: 'federation',
      label: 'Workload',
      token: { url: oauth.tokenUrl, encoding: 'json' },
      assertion: async (signal) => ({
        assertion: await createHttpClient().get('https://id.example', { signal }).text(),
      }),
    },
    {
      kind: 'linked',
      id: 'link',
      label: 'Acme CLI',
      renewal: 'mint',
      read: async (source) => ({ fingerprint: source['file'] ?? '1', where: 'acme.json', refreshToken: 'fake-1' }),
      renew: async ({ refreshToken = '' }, { requestToken, signal }) => {
        logger.debug('minting', { aborted: signal.aborted })
        const minted = await requestToken({ url: oauth.tokenUrl }, { refresh_token: refreshToken })
        return { accessToken: minted.accessToken, expiresAt: minted.expiresAt ?? clock.now() }
      },
    },
    {
      kind: 'custom',
      id: 'own',
      label: 'Own',
      login: async ({ interaction }) => ({
        kind: 'api-key',
        flow: 'own',
        obtainedAt: clock.now(),
        extra: {},
        apiKey: await interaction.prompt('Key: ', { secret: true }),
      }),
    },
  ],
  storage: ({ settings, defaultStorage, directory }) => {
    text(settings.resource)
    text(directory)
    return defaultStorage
  },
  manager: (context) => {
    text(context.settings.resource)
    text(context.baseUrl)
    return new StandardTokenManager(context)
  },
  adapter: ({ settings, clock }) => ({
    ...openaiCompatible({ clock }),
    prepare: (input) => ({
      headers: {
        ...bearer(input).headers,
        'acme-project': input.token.account?.attributes?.['project_id'] ?? settings.resource,
      },
    }),
  }),
  routes: ({ settings, manager, httpFor }) => ({
    fetch: async (request) => {
      const { account } = await manager.snapshot({ provider: 'acme', account: 'default' })
      const answer = await httpFor(account?.id ?? 'default').get(new URL(request.url).pathname)
      return Response.json({ resource: text(settings.resource), status: answer.status })
    },
  }),
  cliCommands: ({ settings, http }) => [
    {
      name: 'whoami',
      description: 'Who is signed in',
      run: async ({ args, json, print, signal }) => {
        print(json ? args : (await http.get(settings.resource, { signal }).json(models)).data.map(({ id }) => text(id)))
      },
    },
  ],
  health: async ({ http, settings }, signal) => {
    const { ok } = await http.get(`v1/${settings.resource}`, { signal })
    return ok ? { status: 'ok' } : { status: 'down', hint: 'Wait.' }
  },
  stop: async ({ settings }) => void text(settings.resource),
})

// Without a default and without `baseUrl`, it may be absent.
defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme AI',
  config: providerSettings({}),
  // @ts-expect-error it is not known to be there
  flows: ({ baseUrl }) => [{ kind: 'api-key', id: 'key', label: text(baseUrl), env: [] }],
  adapter: () => ({ dialects: ['gemini'], prepare: bearer }),
  storage: (context) => new JsonTokenStorage(context),
})

defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme AI',
  config: providerSettings({ baseUrl: 'https://api.acme.example' }, { region: v.picklist(['eu', 'us']) }),
  // @ts-expect-error no such region
  flows: ({ region }) => (region === 'mars' ? [] : [{ kind: 'api-key', id: 'key', label: 'Key', env: [] }]),
  // @ts-expect-error no such dialect
  adapter: () => ({ dialects: ['openai'], prepare: bearer }),
  // @ts-expect-error no such status
  health: async () => ({ status: 'fine' }),
})

// @ts-expect-error a provider has flows
defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme AI',
  config: providerSettings({ baseUrl: 'https://api.acme.example' }),
  adapter: () => openaiCompatible(),
})
