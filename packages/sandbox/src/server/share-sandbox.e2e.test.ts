import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it, vi } from 'vitest'
import { askModel, refresh, signIn } from '../__fixtures__/oauth-client.js'
import { startSandbox } from './start-sandbox.js'

const program = fileURLToPath(new URL('../__fixtures__/shared-sandbox-process.mjs', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'ccproxy-sandbox-'))
const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  rmSync(directory, { recursive: true })
})

it('is inherited by another process when its owner is killed, with every token', async () => {
  const stateFile = join(directory, 'state.json')
  // The endpoints and the clients of a sandbox follow from its origin alone.
  const sandbox = await startSandbox({ stateFile })
  const login = await signIn(sandbox)
  await sandbox.close()
  const { port } = new URL(sandbox.origin)

  const start = () => {
    const child = spawn(process.execPath, [program, port, stateFile], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    return { child, role: async () => String((await lines.next()).value) }
  }
  const owner = start()
  expect(await owner.role()).toBe('owner')
  const guest = start()
  expect(await guest.role()).toBe('guest')

  const second = await vi.waitFor(() => refresh(login, login.tokens.refresh_token))
  owner.child.kill('SIGKILL')
  expect(await guest.role()).toBe('owner')
  const third = await vi.waitFor(() => refresh(login, second.refresh_token))
  expect((await askModel(sandbox, third.access_token)).status).toBe(200)
})
