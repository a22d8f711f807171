import { type ClientRequestFixture, json, placeholderCredential } from './client-request.js'

/** Gemini CLI 0.61 with `GOOGLE_GEMINI_BASE_URL` and `GEMINI_API_KEY`. */
export const geminiCli: ClientRequestFixture = {
  client: 'gemini-cli',
  dialect: 'gemini',
  method: 'POST',
  path: '/v1beta/models/gemini-fixture:streamGenerateContent?alt=sse',
  headers: [
    json,
    ['user-agent', 'GeminiCLI/0.61.0/gemini-fixture (linux; x64)'],
    ['x-goog-api-client', 'google-genai-sdk/1.30.0 gl-node/v24.21.0'],
    ['x-goog-api-key', placeholderCredential],
  ],
  body: {
    contents: [{ role: 'user', parts: [{ text: 'Grüße 🦊' }] }],
    systemInstruction: { role: 'user', parts: [{ text: 'You are a fixture.' }] },
    tools: [{ functionDeclarations: [{ name: 'read_file', parametersJsonSchema: { type: 'object' } }] }],
    generationConfig: { temperature: 0, thinkingConfig: { includeThoughts: true } },
  },
}

/** The official SDK 3.1, which says `v1` where the CLI says `v1beta`. */
export const googleGenAiSdk: ClientRequestFixture = {
  client: 'google-genai-sdk',
  dialect: 'gemini',
  method: 'POST',
  path: '/v1/models/gemini-fixture:generateContent',
  headers: [
    json,
    ['x-goog-api-client', 'google-genai-sdk/3.1.0 gl-node/v24.21.0'],
    ['x-goog-api-key', placeholderCredential],
  ],
  body: { contents: [{ role: 'user', parts: [{ text: 'Grüße 🦊' }] }], generationConfig: { maxOutputTokens: 16 } },
}
