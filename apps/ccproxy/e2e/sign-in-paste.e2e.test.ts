// The person's browser is at another machine: the callback cannot be reached, so its address is pasted.
import { expect, it } from 'vitest'
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

it.each([
  ['an answer of another attempt', (end: URL) => end.href.replace(/state=[^&]+/, 'state=of-another')],
  ['a code of another attempt', (end: URL) => `${end.searchParams.get('code') ?? ''}#of-another`],
])('says that %s is one, sends nothing, and takes the right one', async (_name, forge) => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { program, address } = await beginLogin(workshop, server)
  const end = await visitElsewhere(address)
  program.type(`${forge(end)}\n`)
  await program.printed(/answer of another sign-in attempt/, { anywhere: true })
  expect(server.tokenRequests).toHaveLength(0)
  expect(await credentialFiles(workshop)).toEqual([])
  program.type(`${end.href}\n`)
  expect(await program.ended()).toBe(0)
  expect(server.tokenRequests).toHaveLength(1)
})

it.each([
  ['the address that was printed', (address: URL) => address.href, /it may be the one the sign-in began at/],
  ['words', () => 'I am signed in', /neither an address nor a code/],
])('explains what to paste instead of %s', async (_name, pasted, reason) => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { program, address } = await beginLogin(workshop, server)
  program.type(`${pasted(address)}\n`)
  await program.printed(reason, { anywhere: true })
  program.type(`${codeAndState(await visitElsewhere(address))}\n`)
  expect(await program.ended()).toBe(0)
})
