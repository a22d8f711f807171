#!/usr/bin/env node
// As much of the ant CLI as hands its login to other programs: `ant auth print-credentials --access-token`. Like the real one
// it renews what lives less than two minutes, and prints what it has even when it could not renew it.
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const nearExpirySeconds = 120

if (process.argv.slice(2).join(' ') !== 'auth print-credentials --access-token') {
  process.stderr.write('usage: ant auth print-credentials --access-token\n')
  process.exit(2)
}
const directory = process.env['ANTHROPIC_CONFIG_DIR'] ?? join(process.env['HOME'] ?? '', '.config', 'anthropic')
const profile = process.env['ANTHROPIC_PROFILE'] ?? 'default'
const config = JSON.parse(await readFile(join(directory, 'configs', `${profile}.json`), 'utf8'))
const path = join(directory, 'credentials', `${profile}.json`)
const stored = JSON.parse(await readFile(path, 'utf8'))
const remaining = (stored.expires_at ?? Number.POSITIVE_INFINITY) - Date.now() / 1000
const credentials = remaining > nearExpirySeconds ? stored : await renewed()
process.stdout.write(`${credentials.access_token}\n`)

async function renewed() {
  const response = await fetch(`${config.base_url}/v1/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'anthropic-beta': 'oauth-2025-04-20', 'user-agent': 'fake-ant' },
    body: JSON.stringify({
      grant_type: 'refresh_token',
      refresh_token: stored.refresh_token,
      client_id: config.authentication.client_id,
    }),
  })
  if (!response.ok) {
    process.stderr.write(`warning: the login could not be renewed (status ${response.status})\n`)
    return stored
  }
  const answer = await response.json()
  const next = {
    ...stored,
    access_token: answer.access_token,
    refresh_token: answer.refresh_token ?? stored.refresh_token,
    expires_at: Math.floor(Date.now() / 1000) + answer.expires_in,
  }
  const temporary = `${path}.${process.pid}.tmp`
  await writeFile(temporary, JSON.stringify(next), { mode: 0o600 })
  await rename(temporary, path)
  return next
}
