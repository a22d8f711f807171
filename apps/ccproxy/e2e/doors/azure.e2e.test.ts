// Azure: Entra ID by people and by an app, and the key of the resource.
import { type EntraStandIn, startEntra } from '@ccproxy/testkit/providers'
import { describe, expect, it } from 'vitest'
import { everyAnswer, everyRefusal, expire, signOut, stream } from './support/live-through.js'
import { type DoorOptions, openDoor } from './support/open-door.js'
import { browses, entersCode, types, waits } from './support/people.js'

const azure = (standIn: EntraStandIn, options: Partial<DoorOptions> = {}) =>
  openDoor({ provider: 'azure', routes: ['chat', 'responses'], standIn, ...options })

describe.each([
  ['browser', browses],
  ['device', entersCode],
] as const)('a person by the flow %s', (flow, person) => {
  it('sign in, stream, refresh, stream, sign out', async () => {
    await using door = await azure(await startEntra())
    await door.login(flow, person)
    const served = await door.serve()
    expect(await stream(door, served)).toEqual(everyAnswer(door))
    expect(await expire(door, served)).toEqual([{ grant: 'refresh_token', status: 200 }])
    expect(await signOut(door, served)).toEqual(everyRefusal(door))
  })
})

describe('an app with a secret', () => {
  it.each(['signed in', 'found in the settings'])('%s: stream, be given the next token, stream', async (how) => {
    const standIn = await startEntra()
    const settings = { oauth: { client_secret: standIn.application.clientSecret } }
    await using door = await azure(standIn, { settings })
    if (how === 'signed in') await door.login('client', waits)
    const served = await door.serve()
    expect(await stream(door, served)).toEqual(everyAnswer(door))
    expect(await expire(door, served)).toEqual([{ grant: 'client_credentials', status: 200 }])
  })
})

it('the key of the resource', async () => {
  const standIn = await startEntra()
  await using door = await azure(standIn)
  await door.login('key', types(standIn.apiKey))
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(standIn.apiRequests.map(({ headers }) => headers['authorization'])).toEqual([undefined, undefined])
  expect(await signOut(door, served)).toEqual(everyRefusal(door))
})
