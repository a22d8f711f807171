import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { shareSandbox } from './share-sandbox.js'
import { startSandbox } from './start-sandbox.js'

const directory = mkdtempSync(join(tmpdir(), 'ccproxy-sandbox-'))
afterAll(() => rmSync(directory, { recursive: true }))

async function freePort(): Promise<number> {
  const sandbox = await startSandbox()
  await sandbox.close()
  return Number(new URL(sandbox.origin).port)
}

const isBound = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null

const answers = async (origin: string): Promise<boolean> =>
  fetch(`${origin}/.well-known/ccproxy-sandbox`).then(
    ({ ok }) => ok,
    () => false,
  )

describe('a shared sandbox', () => {
  it('is owned by the first, used by the others, and inherited when the owner ends', async () => {
    const options = { port: await freePort(), stateFile: join(directory, 'shared.json') }
    const first = await shareSandbox(options)
    const others = [await shareSandbox(options), await shareSandbox(options)]
    expect([first.role, ...others.map(({ role }) => role)]).toEqual(['owner', 'guest', 'guest'])
    await first.close()
    await vi.waitFor(() => expect(others.filter(({ role }) => role === 'owner')).toHaveLength(1), 5_000)
    await Promise.all(others.map((other) => other.ready()))
    expect(await answers(first.origin)).toBe(true)
    for (const other of others) await other.close()
    await vi.waitFor(async () => expect(await answers(first.origin)).toBe(false), 5_000)
  })

  it('does not come back after its last user has closed it', async () => {
    const options = { port: await freePort() }
    const owner = await shareSandbox(options)
    const guest = await shareSandbox(options)
    await guest.close()
    await owner.close()
    expect(await answers(owner.origin)).toBe(false)
  })

  it('refuses a port that something else has taken', async () => {
    const other = createServer((_request, response) => response.end('hello'))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    await expect(shareSandbox({ port: isBound(address) ? address.port : 0 })).rejects.toThrow('another program')
    other.close()
  })
})
