// Hugging Face: an app of one's own in the browser and by device code, found by discovery.
import { startHuggingFace } from '@ccproxy/testkit/providers'
import { expect, it } from 'vitest'
import { everyAnswer, everyRefusal, expire, signOut, stream } from './support/live-through.js'
import { openDoor } from './support/open-door.js'
import { browses, entersCode } from './support/people.js'

it.each([
  ['browser', browses],
  ['device', entersCode],
] as const)('by the flow %s: sign in, stream, refresh, stream, sign out', async (flow, person) => {
  const standIn = await startHuggingFace()
  await using door = await openDoor({ provider: 'huggingface', routes: ['chat', 'responses'], standIn })
  await door.login(flow, person)
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await expire(door, served)).toEqual([{ grant: 'refresh_token', status: 200 }])
  expect(await signOut(door, served)).toEqual(everyRefusal(door))
})
