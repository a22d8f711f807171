// OpenAI: a key, typed in or from the environment.
import { type ProviderStandIn, startOpenAI } from '@ccproxy/testkit/providers'
import { expect, it } from 'vitest'
import { everyAnswer, everyRefusal, lockOut, signOut, stream } from './support/live-through.js'
import { openDoor } from './support/open-door.js'
import { types } from './support/people.js'
import { sdkRoutes } from './support/sdk-routes.js'

const openai = (standIn: ProviderStandIn, environment = {}) =>
  openDoor({ provider: 'openai', routes: ['chat', 'responses'], standIn, environment })

it('a key: sign in, stream, sign out', async () => {
  const standIn = await startOpenAI()
  await using door = await openai(standIn)
  await door.login('key', types(standIn.environment['OPENAI_API_KEY'] ?? ''))
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await signOut(door, served)).toEqual(everyRefusal(door))
})

it('a key in the environment needs no sign-in; when it is refused, that is the word of the provider', async () => {
  const standIn = await startOpenAI()
  await using door = await openai(standIn, standIn.environment)
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  door.expireTokens()
  const refused = { status: 401, code: 'invalid_api_key' }
  for (const route of door.routes)
    await expect(sdkRoutes[route](`${served.origin}/openai`)).rejects.toMatchObject(refused)
})

it('without a key every request names the command to sign in', async () => {
  await using door = await openai(await startOpenAI())
  expect(await lockOut(door, await door.serve())).toEqual(everyRefusal(door))
})
