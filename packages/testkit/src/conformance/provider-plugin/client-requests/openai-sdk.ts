import { type ClientRequestFixture, json, placeholderCredential } from './client-request.js'

const headers = [
  ['accept', 'application/json'],
  json,
  ['user-agent', 'OpenAI/JS 7.57.0'],
  ['x-stainless-lang', 'js'],
  ['authorization', `Bearer ${placeholderCredential}`],
] as const

/** openai 7.57. */
export const openAiSdkChat: ClientRequestFixture = {
  client: 'openai-sdk-chat',
  dialect: 'openai-chat',
  method: 'POST',
  path: '/v1/chat/completions',
  headers,
  body: {
    model: 'gpt-fixture',
    messages: [{ role: 'user', content: 'Grüße 🦊' }],
    stream: true,
    stream_options: { include_usage: true },
  },
}

export const openAiSdkResponses: ClientRequestFixture = {
  client: 'openai-sdk-responses',
  dialect: 'openai-responses',
  method: 'POST',
  path: '/v1/responses',
  headers,
  body: { model: 'gpt-fixture', input: 'Grüße 🦊', max_output_tokens: 16 },
}

export const openAiSdkModels: ClientRequestFixture = {
  client: 'openai-sdk-models',
  dialect: 'openai-chat',
  method: 'GET',
  path: '/v1/models',
  headers: headers.filter(([name]) => name !== 'content-type'),
}
