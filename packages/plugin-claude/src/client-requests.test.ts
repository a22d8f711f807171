// What goes upstream for each client that is known to use this provider: the client's headers, changed by the patch alone.

import { appendToList, type HeaderEdits, type TokenSnapshot } from '@ccproxy/core'
import { createTestSnapshot } from '@ccproxy/testkit'
import { describe, expect, it } from 'vitest'
import { adapter } from './adapter.js'

type Headers = Readonly<Record<string, string>>

/** Without the client's own credential, which never gets as far as the adapter. */
const clients: Readonly<Record<string, Headers>> = {
  'Claude Code': {
    accept: 'application/json',
    'anthropic-beta': [
      'claude-code-20250219',
      'interleaved-thinking-2025-05-14',
      'fine-grained-tool-streaming-2025-05-14',
      'context-1m-2025-08-07',
      'context-management-2025-06-27',
      'prompt-caching-scope-2026-01-05',
      'advanced-tool-use-2025-11-20',
      'effort-2025-11-24',
    ].join(','),
    'anthropic-dangerous-direct-browser-access': 'true',
    'anthropic-version': '2023-06-01',
    'user-agent': 'claude-cli/2.1.0 (external, cli)',
    'x-app': 'cli',
    'x-claude-code-session-id': '00000000-0000-4000-8000-000000000001',
  },
  'the Anthropic SDK': {
    accept: 'application/json',
    'anthropic-version': '2023-06-01',
    'user-agent': 'Anthropic/JS 1.12.0',
    'x-stainless-lang': 'js',
  },
  'the Anthropic SDK with an OAuth token': { 'anthropic-beta': 'oauth-2025-04-20', 'anthropic-version': '2023-06-01' },
  opencode: {
    'anthropic-beta': 'fine-grained-tool-streaming-2025-05-14',
    'anthropic-version': '2023-06-01',
    'user-agent': 'opencode/1.18.0',
  },
  'a script': { 'user-agent': 'curl/8.0' },
}

function upstream(headers: Headers, token: TokenSnapshot): Record<string, string> {
  const request = { id: 'q1', method: 'POST', path: '/v1/messages', dialect: undefined, model: undefined }
  const reader = { get: (name: string) => headers[name] }
  const baseUrl = 'https://api.anthropic.com'
  return patched(headers, adapter.prepare({ token, baseUrl, request: { ...request, headers: reader } }).headers)
}

function patched(headers: Headers, edits: HeaderEdits): Record<string, string> {
  const result = { ...headers }
  for (const [name, edit] of Object.entries(edits)) {
    if (edit === null) delete result[name]
    else result[name] = typeof edit === 'string' ? edit : appendToList(result[name], edit.append)
  }
  return result
}

const workspace = { attributes: { workspace_id: 'wrkspc_1' } }

describe.each(Object.entries(clients))('%s', (_client, headers) => {
  const version = { 'anthropic-version': '2023-06-01' }

  it('with a key: the key is added and nothing else changes', () => {
    expect(upstream(headers, createTestSnapshot({ kind: 'api-key' }))).toEqual({
      ...version,
      ...headers,
      'x-api-key': 'fake-secret',
    })
  })

  it('with a login: the bearer and its beta, behind the betas of the client, each once', () => {
    const betas = upstream(headers, createTestSnapshot({ kind: 'oauth' }))['anthropic-beta']?.split(',') ?? []
    const own = headers['anthropic-beta']?.split(',') ?? []
    expect(betas).toEqual([...new Set([...own, 'oauth-2025-04-20'])])
    expect(upstream(headers, createTestSnapshot({ kind: 'oauth' }))).toEqual({
      ...version,
      ...headers,
      'anthropic-beta': betas.join(','),
      authorization: 'Bearer fake-secret',
    })
  })

  it('with the login of the ant CLI: its workspace, too', () => {
    expect(upstream(headers, createTestSnapshot({ kind: 'linked', account: workspace }))).toEqual({
      ...upstream(headers, createTestSnapshot({ kind: 'oauth' })),
      'anthropic-workspace-id': 'wrkspc_1',
    })
  })
})
