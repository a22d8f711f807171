// OpenRouter: a sign-in without a registered client brings a key, which nothing renews.
import { type ProviderStandIn, startOpenRouter } from '@ccproxy/testkit/providers'
import { describe, expect, it } from 'vitest'
import { everyAnswer, everyRefusal, signOut, stream } from './support/live-through.js'
import { openDoor } from './support/open-door.js'
import { browses, pastesCode, types } from './support/people.js'

const openrouter = (standIn: ProviderStandIn) =>
  openDoor({ provider: 'openrouter', routes: ['chat', 'responses', 'messages'], standIn })

describe.each([
  ['browser', browses],
  ['code', pastesCode],
] as const)('by the flow %s', (flow, person) => {
  it('sign in, stream, sign in again after a refusal, sign out', async () => {
    const standIn = await startOpenRouter()
    await using door = await openrouter(standIn)
    await door.login(flow, person)
    const served = await door.serve()
    expect(await stream(door, served)).toEqual(everyAnswer(door))

    door.expireTokens()
    await expect(stream(door, served)).rejects.toMatchObject({ status: 401 })
    await door.login(flow, person, ['--force'])
    await expect.poll(() => stream(door, served).catch(() => []), { timeout: 5_000 }).toEqual(everyAnswer(door))
    const exchange = { grant: 'authorization_code', status: 200 }
    expect(door.tokenRequests).toEqual([exchange, exchange])
    expect(await signOut(door, served)).toEqual(everyRefusal(door))
  })
})

it('by a key that was made on the website', async () => {
  const standIn = await startOpenRouter()
  await using door = await openrouter(standIn)
  await door.login('key', types(standIn.issueKey()))
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await signOut(door, served)).toEqual(everyRefusal(door))
  expect(door.tokenRequests).toEqual([])
})
