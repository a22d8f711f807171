// The sandbox: native in every dialect.
import { expect, it } from 'vitest'
import { everyAnswer, everyRefusal, expire, signOut, stream } from './support/live-through.js'
import { openDoor } from './support/open-door.js'
import { browses, entersCode, types, waits } from './support/people.js'
import { type SandboxStandIn, startSandboxStandIn } from './support/start-sandbox-stand-in.js'

const sandbox = (standIn: SandboxStandIn) =>
  openDoor({
    provider: 'sandbox',
    routes: ['messages', 'chat', 'responses', 'gemini-v1', 'gemini-v1beta'],
    standIn,
  })

it.each([
  ['browser', browses, 1],
  ['device', entersCode, 1],
  ['client', waits, 0],
] as const)('by the flow %s: sign in, stream, be renewed, stream, sign out', async (flow, person, refreshes) => {
  const standIn = await startSandboxStandIn()
  await using door = await sandbox(standIn)
  await door.login(flow, person)
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await expire(door, served)).toEqual([{ grant: 'any', status: 200 }])
  expect(standIn.sandbox.stats()).toMatchObject({ refreshes, replays: 0, messages: 10 })
  expect(await signOut(door, served)).toEqual(everyRefusal(door))
})

it('by a key', async () => {
  const standIn = await startSandboxStandIn()
  await using door = await sandbox(standIn)
  await door.login('key', types(standIn.sandbox.apiKey))
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await signOut(door, served)).toEqual(everyRefusal(door))
})
