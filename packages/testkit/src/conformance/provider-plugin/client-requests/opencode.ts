import { type ClientRequestFixture, json, placeholderCredential } from './client-request.js'

/** opencode 1.18, provider `anthropic`. */
export const opencodeAnthropic: ClientRequestFixture = {
  client: 'opencode-anthropic',
  dialect: 'anthropic-messages',
  method: 'POST',
  path: '/v1/messages',
  headers: [
    json,
    ['anthropic-version', '2023-06-01'],
    ['anthropic-beta', 'fine-grained-tool-streaming-2025-05-14'],
    ['x-api-key', placeholderCredential],
    ['user-agent', 'opencode/1.18.0'],
  ],
  body: {
    model: 'claude-fixture',
    max_tokens: 16,
    system: [{ type: 'text', text: 'You are a fixture.' }],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Grüße 🦊' }] }],
    stream: true,
  },
}

/** The same, provider `openai`. */
export const opencodeOpenAi: ClientRequestFixture = {
  client: 'opencode-openai',
  dialect: 'openai-responses',
  method: 'POST',
  path: '/v1/responses',
  headers: [json, ['authorization', `Bearer ${placeholderCredential}`], ['user-agent', 'opencode/1.18.0']],
  body: {
    model: 'gpt-fixture',
    input: [{ role: 'user', content: [{ type: 'input_text', text: 'Grüße 🦊' }] }],
    store: false,
    stream: true,
  },
}
