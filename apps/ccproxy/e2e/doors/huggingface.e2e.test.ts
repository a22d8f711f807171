// Hugging Face: an app of one's own, found by discovery; the login of the hf CLI; a token.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type HuggingFaceStandIn, startHuggingFace } from '@ccproxy/testkit/providers'
import { expect, it } from 'vitest'
import { everyAnswer, everyRefusal, expire, signOut, stream } from './support/live-through.js'
import { openDoor } from './support/open-door.js'
import { browses, entersCode, types, waits } from './support/people.js'

const huggingface = (standIn: HuggingFaceStandIn) =>
  openDoor({
    provider: 'huggingface',
    routes: ['chat', 'responses'],
    standIn,
    environment: standIn.environment,
  })

it.each([
  ['browser', browses],
  ['device', entersCode],
  ['hf', waits],
] as const)('by the flow %s: sign in, stream, be renewed, stream, sign out', async (flow, person) => {
  await using door = await huggingface(await startHuggingFace())
  await door.login(flow, person)
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await expire(door, served)).toEqual([{ grant: 'refresh_token', status: 200 }])
  expect(await signOut(door, served)).toEqual(everyRefusal(door))
})

it('by a token', async () => {
  const standIn = await startHuggingFace()
  await using door = await huggingface(standIn)
  await door.login('key', types(await readFile(join(standIn.environment['HF_HOME'] ?? '', 'token'), 'utf8')))
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await signOut(door, served)).toEqual(everyRefusal(door))
  expect(door.tokenRequests).toEqual([])
})
