import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { askModel, refresh, signIn } from '../__fixtures__/oauth-client.js'
import { startSandbox } from '../server/start-sandbox.js'
import { openStateStore } from './state-store.js'

const directory = mkdtempSync(join(tmpdir(), 'ccproxy-sandbox-'))
afterAll(() => rmSync(directory, { recursive: true }))

describe('the state file', () => {
  it('lets a later process accept the tokens and signatures of an earlier one', async () => {
    const stateFile = join(directory, 'nested', 'state.json')
    const first = await startSandbox({ stateFile })
    const port = Number(new URL(first.origin).port)
    const login = await signIn(first)
    const keys = await (await fetch(first.endpoints.jwks)).text()
    await first.close()
    expect(statSync(stateFile).mode & 0o777).toBe(0o600)

    await using second = await startSandbox({ stateFile, port })
    // The client still holds a connection to the first server.
    await vi.waitFor(async () => expect(await (await fetch(second.endpoints.jwks)).text()).toBe(keys))
    expect((await askModel(second, login.tokens.access_token)).status).toBe(200)
    await refresh(login, login.tokens.refresh_token)
    await expect(refresh(login, login.tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect(second.stats()).toMatchObject({ replays: 1, revokedFamilies: 1 })
  })

  it('is saved before an answer is sent', async () => {
    const stateFile = join(directory, 'answered.json')
    await using sandbox = await startSandbox({ stateFile })
    const { tokens } = await signIn(sandbox)
    expect(readFileSync(stateFile, 'utf8')).toContain(tokens.refresh_token)
  })

  it('is refused, not overwritten, when it is something else', async () => {
    const stateFile = join(directory, 'foreign.json')
    writeFileSync(stateFile, '{"mine":true}')
    await expect(startSandbox({ stateFile })).rejects.toThrow(stateFile)
    expect(readFileSync(stateFile, 'utf8')).toBe('{"mine":true}')
  })

  it('forgets what has expired and stays bounded', async () => {
    const file = join(directory, 'bounded.json')
    const store = await openStateStore(file)
    for (let id = 0; id < 6_000; id += 1) store.set({ model: 'Session', id: String(id), payload: {} })
    store.set({ model: 'AccessToken', id: 'old', payload: {}, expiresAt: Date.now() - 1 })
    store.flush()
    expect(store.get('AccessToken', 'old')).toBeUndefined()
    expect(store.list('Session')).toHaveLength(5_000)
    expect(store.get('Session', '5999')).toBeDefined()
  })

  it('is not written after the end', async () => {
    const file = join(directory, 'ended.json')
    const store = await openStateStore(file)
    store.close()
    const saved = readFileSync(file, 'utf8')
    store.set({ model: 'Session', id: 'late', payload: {} })
    store.flush()
    expect(readFileSync(file, 'utf8')).toBe(saved)
  })
})
