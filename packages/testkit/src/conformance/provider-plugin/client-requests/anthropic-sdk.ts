import { type ClientRequestFixture, json, placeholderCredential } from './client-request.js'

/** @anthropic-ai/sdk 1.12 with a key. */
export const anthropicSdk: ClientRequestFixture = {
  client: 'anthropic-sdk',
  dialect: 'anthropic-messages',
  method: 'POST',
  path: '/v1/messages',
  headers: [
    ['accept', 'application/json'],
    json,
    ['user-agent', 'Anthropic/JS 1.12.0'],
    ['x-stainless-lang', 'js'],
    ['anthropic-version', '2023-06-01'],
    ['x-api-key', placeholderCredential],
  ],
  body: { model: 'claude-fixture', max_tokens: 16, messages: [{ role: 'user', content: 'Grüße 🦊' }] },
}
