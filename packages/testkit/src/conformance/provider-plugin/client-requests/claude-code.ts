import { type ClientRequestFixture, json, placeholderCredential } from './client-request.js'

/** Claude Code 2.1 with `ANTHROPIC_BASE_URL` and `ANTHROPIC_AUTH_TOKEN`. */
export const claudeCode: ClientRequestFixture = {
  client: 'claude-code',
  dialect: 'anthropic-messages',
  method: 'POST',
  path: '/v1/messages?beta=true',
  headers: [
    ['Accept', 'application/json'],
    ['Authorization', `Bearer ${placeholderCredential}`],
    ['Content-Type', json[1]],
    ['User-Agent', 'claude-cli/2.1.0 (external, cli)'],
    ['X-Claude-Code-Session-Id', '00000000-0000-4000-8000-000000000001'],
    ['X-Stainless-Lang', 'js'],
    [
      'anthropic-beta',
      'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,effort-2025-11-24',
    ],
    ['anthropic-version', '2023-06-01'],
    ['x-app', 'cli'],
    ['accept-language', '*'],
    ['accept-encoding', 'gzip, deflate'],
  ],
  body: {
    model: 'claude-fixture',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Grüße 🦊', cache_control: { type: 'ephemeral' } }] }],
    system: [{ type: 'text', text: 'You are a fixture.' }],
    tools: [{ name: 'Read', description: 'Reads a file.', input_schema: { type: 'object', properties: {} } }],
    max_tokens: 16,
    thinking: { type: 'adaptive' },
    context_management: { edits: [] },
    output_config: { effort: 'medium' },
    stream: true,
  },
}

/** Its look for models, with `CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY=1`. */
export const claudeCodeModels: ClientRequestFixture = {
  client: 'claude-code-models',
  dialect: 'anthropic-messages',
  method: 'GET',
  path: '/v1/models?limit=1000',
  headers: [
    ['Authorization', `Bearer ${placeholderCredential}`],
    ['anthropic-version', '2023-06-01'],
  ],
}
