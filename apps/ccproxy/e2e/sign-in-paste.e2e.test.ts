// The person's browser is at another machine: the callback cannot be reached, so its address is pasted.
import { walkRedirects } from '@ccproxy/testkit'
import { expect, it, vi } from 'vitest'
import { credentialFiles } from './support/credential-files.js'
import { startLoginServer } from './support/login-server.js'
import { beginLogin, visitElsewhere } from './support/sign-in.js'
import { openWorkshop } from './support/workshop.js'

const codeAndState = ({ searchParams }: URL): string =>
  `${searchParams.get('code') ?? ''}#${searchParams.get('state') ?? ''}`

it.each([
  ['the address that the browser ended at', (end: URL) => end.href],
  ['code#state', codeAndState],
  ['the code alone, since a verifier proves the rest', (end: URL) => end.searchParams.get('code') ?? ''],
])('takes %s', async (_name, pasted) => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { program, address } = await beginLogin(workshop, server)
  program.type(`  ${pasted(await visitElsewhere(address))}\r\n`)
  expect(await program.ended()).toBe(0)
  expect(program.stdout).toBe(`${address.href}\n`)
  expect(server.sandbox.stats()).toMatchObject({ authorizations: 1, tokenRequests: 1 })
  expect(await credentialFiles(workshop)).toEqual(['claude/default.json'])
})

it('says what is wrong with a paste, sends nothing for it, and takes the right one', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { program, address } = await beginLogin(workshop, server)
  const end = await visitElsewhere(address)
  const wrong: readonly (readonly [pasted: string, notice: string])[] = [
    [end.href.replace(/state=[^&]+/, 'state=of-another'), 'answer of another sign-in attempt'],
    [`${end.searchParams.get('code') ?? ''}#of-another`, 'answer of another sign-in attempt'],
    [address.href, 'it may be the one the sign-in began at'],
    ['I am signed in', 'neither an address nor a code'],
  ]
  for (const [pasted, notice] of wrong) {
    const said = program.stderr.length
    program.type(`${pasted}\n`)
    await vi.waitFor(() => expect(program.stderr.slice(said)).toContain(notice), { timeout: 10_000 })
  }
  expect(server.tokenRequests).toHaveLength(0)
  expect(await credentialFiles(workshop)).toEqual([])
  program.type(`${end.href}\n`)
  expect(await program.ended()).toBe(0)
  expect(server.tokenRequests).toHaveLength(1)
})

it('ends when the input does after a paste of another sign-in', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { program, address } = await beginLogin(workshop, server)
  const end = await visitElsewhere(address)
  program.type(`${end.searchParams.get('code') ?? ''}#of-another\n`)
  program.endInput()
  expect(await program.ended()).toBe(1)
  expect(program.stderr).toContain('CCPROXY_OAUTH_STATE_MISMATCH')
  expect(program.stderr).toMatch(/hint: .*this very sign-in/)
  expect(server.tokenRequests).toHaveLength(0)
  expect(await credentialFiles(workshop)).toEqual([])
})

it('waits for the callback when nobody can paste', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { program, address } = await beginLogin(workshop, server)
  program.endInput()
  await walkRedirects(address)
  expect(await program.ended()).toBe(0)
})
