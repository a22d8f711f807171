import { describe, expect, it } from 'vitest'
import { azureSettings } from './__fixtures__/azure-settings.js'
import { baseUrlOf } from './base-url.js'
import { config } from './config.js'

describe('settings', () => {
  it('have defaults that fit any directory', async () => {
    expect(await azureSettings()).toMatchObject({
      tenant: 'organizations',
      deployments: {},
      oauth: { scopes: ['https://cognitiveservices.azure.com/.default', 'offline_access'], callbackPort: 0 },
    })
  })

  it('keep the names of models and deployments as they are', async () => {
    const deployments = { 'gpt-5.1': 'Prod_GPT-51', textEmbedding3: 'embed' }
    expect((await azureSettings({ deployments })).deployments).toEqual(deployments)
  })

  it.each([
    ['a resource that is an address', { resource: 'https://acme.openai.azure.com' }, 'the name of a resource'],
    ['a tenant that is an option of a command', { tenant: '--help' }, 'the id or a domain'],
    ['a tenant with a path', { tenant: 'contoso/../evil' }, 'the id or a domain'],
    ['a tenant of two words', { tenant: 'contoso & evil' }, 'the id or a domain'],
    ['an empty deployment', { deployments: { 'gpt-5': '' } }, 'must not be empty'],
    ['an unknown key', { deployment: 'gpt-5' }, 'deployment'],
  ])('refuse %s', async (_name, written, reason) => {
    await expect(azureSettings(written)).rejects.toThrow(reason)
  })

  it('print themselves, deployments as a table of free keys', () => {
    expect(config['~standard'].jsonSchema.input({ target: 'draft-2020-12' })).toMatchObject({
      properties: { deployments: { type: 'object', additionalProperties: { type: 'string' } } },
    })
  })
})

describe('where requests go', () => {
  it.each([
    ['the resource', { resource: 'acme' }, 'https://acme.openai.azure.com/openai'],
    [
      'an endpoint of the portal',
      { baseUrl: 'https://acme.openai.azure.com/' },
      'https://acme.openai.azure.com/openai',
    ],
    ['Foundry', { baseUrl: 'https://acme.services.ai.azure.com' }, 'https://acme.services.ai.azure.com/openai'],
    [
      'a project of Foundry',
      { baseUrl: 'https://acme.services.ai.azure.com/api/projects/one/openai' },
      'https://acme.services.ai.azure.com/api/projects/one/openai',
    ],
    ['a sovereign cloud', { baseUrl: 'https://acme.openai.azure.us' }, 'https://acme.openai.azure.us/openai'],
    ['a gateway of your own', { baseUrl: 'https://gateway.example.test' }, 'https://gateway.example.test'],
    [
      'a base URL before a resource',
      { resource: 'acme', baseUrl: 'https://gateway.example.test/openai/v1' },
      'https://gateway.example.test/openai/v1',
    ],
  ])('%s', async (_name, written, url) => {
    expect(baseUrlOf(await azureSettings(written))).toBe(url)
  })

  it('is asked for when neither is set', async () => {
    const settings = await azureSettings()
    expect(() => baseUrlOf(settings)).toThrow(
      expect.objectContaining({
        code: 'CCPROXY_PLUGIN_SETTINGS',
        message: expect.stringContaining('plugins.azure.resource'),
        hint: expect.stringContaining('resource = "<name>"'),
      }),
    )
  })
})
