import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CCProxyOptions } from '../targets/start-ccproxy.ts'

/** The names of so many accounts; the first is the default. */
export function accountNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => (number === 0 ? 'default' : `account-${number}`))
}

/** So many logins of Claude with a client of one's own, as `ccproxy auth login` leaves them. */
export function fillWithAccounts(
  count: number,
  upstreamPort: number,
): Required<Pick<CCProxyOptions, 'environment' | 'prepare'>> {
  const origin = `http://127.0.0.1:${upstreamPort}`
  return {
    environment: {
      PLUGINS__CLAUDE__OAUTH__CLIENT_ID: clientId,
      PLUGINS__CLAUDE__OAUTH__AUTHORIZE_URL: `${origin}/authorize`,
      PLUGINS__CLAUDE__OAUTH__TOKEN_URL: `${origin}/token`,
    },
    async prepare(directory) {
      const folder = join(directory, 'credentials', 'claude')
      for (const created of [directory, join(directory, 'credentials'), folder])
        await mkdir(created, { recursive: true, mode: 0o700 })
      for (const account of accountNames(count))
        await writeFile(join(folder, `${account}.json`), credentialFile(account, origin), { mode: 0o600 })
    },
  }
}

const clientId = 'fake-client-of-the-bench'
const hourMs = 3_600_000

const iso = (at: number): string => new Date(at).toISOString()

function credentialFile(account: string, origin: string): string {
  const now = Date.now()
  return JSON.stringify({
    version: 1,
    provider: 'claude',
    account,
    kind: 'oauth',
    flow: 'browser',
    revision: `revision-of-${account}`,
    grant_id: `grant-of-${account}`,
    generation: 1,
    access_token: `fake-access-token-of-${account}`,
    refresh_token: `fake-refresh-token-of-${account}`,
    token_type: 'Bearer',
    expires_at: iso(now + 24 * hourMs),
    scopes: [],
    obtained_at: iso(now),
    signed_in_at: iso(now),
    client_id: clientId,
    bound_to: { plugin: '@ccproxy/plugin-claude', token_origin: origin, api_origin: origin },
  })
}
