// Gemini: a key, Google OAuth by a client of one's own, application default credentials of both kinds.
import { type GoogleStandIn, startGoogle } from '@ccproxy/testkit/providers'
import { expect, it } from 'vitest'
import { everyAnswer, everyRefusal, expire, signOut, stream } from './support/live-through.js'
import { openDoor } from './support/open-door.js'
import { browses, types, waits } from './support/people.js'

const gemini = (standIn: GoogleStandIn) => {
  const { environment } = standIn
  return openDoor({ provider: 'gemini', routes: ['gemini-v1', 'gemini-v1beta', 'chat'], standIn, environment })
}

it('a key', async () => {
  const standIn = await startGoogle()
  await using door = await gemini(standIn)
  await door.login('key', types(standIn.apiKey))
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await signOut(door, served)).toEqual(everyRefusal(door))
})

it('a Google account', async () => {
  await using door = await gemini(await startGoogle())
  await door.login('browser', browses)
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await expire(door, served)).toEqual([{ grant: 'refresh_token', status: 200 }])
  expect(await signOut(door, served)).toEqual(everyRefusal(door))
})

it.each(['linked', 'found'])('application default credentials of gcloud, %s', async (how) => {
  await using door = await gemini(await startGoogle({ defaultCredentials: 'authorized_user' }))
  if (how === 'linked') await door.login('adc', waits)
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await expire(door, served)).toEqual([{ grant: 'refresh_token', status: 200 }])
})

it.each(['signed in', 'found'])('a service account, %s', async (how) => {
  await using door = await gemini(await startGoogle({ defaultCredentials: 'service_account' }))
  if (how === 'signed in') await door.login('service-account', waits)
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  const exchange = { grant: 'urn:ietf:params:oauth:grant-type:jwt-bearer', status: 200 }
  expect(await expire(door, served)).toEqual([exchange])
})
