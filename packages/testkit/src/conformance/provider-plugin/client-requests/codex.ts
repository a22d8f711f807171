import { type ClientRequestFixture, json, placeholderCredential } from './client-request.js'

/** Codex CLI 0.169 with a model provider of `wire_api = "responses"`. */
export const codex: ClientRequestFixture = {
  client: 'codex',
  dialect: 'openai-responses',
  method: 'POST',
  path: '/v1/responses',
  headers: [
    json,
    ['accept', 'text/event-stream'],
    ['authorization', `Bearer ${placeholderCredential}`],
    ['originator', 'codex_cli_rs'],
    ['session_id', '00000000-0000-4000-8000-000000000002'],
    ['user-agent', 'codex_cli_rs/0.169.0'],
  ],
  body: {
    model: 'gpt-fixture',
    instructions: 'You are a fixture.',
    input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Grüße 🦊' }] }],
    tools: [{ type: 'function', name: 'shell', strict: false, parameters: { type: 'object', properties: {} } }],
    tool_choice: 'auto',
    parallel_tool_calls: true,
    reasoning: { effort: 'medium', summary: 'auto' },
    store: false,
    stream: true,
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: '00000000-0000-4000-8000-000000000002',
  },
}
