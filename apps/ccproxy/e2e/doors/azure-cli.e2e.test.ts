// Azure: the login of the Azure CLI, which hands over access tokens by its own command.
import { type EntraStandIn, startEntra } from '@ccproxy/testkit/providers'
import { expect, it } from 'vitest'
import { everyAnswer, everyRefusal, expire, lockOut, stream } from './support/live-through.js'
import { openDoor } from './support/open-door.js'
import { waits } from './support/people.js'

const azure = (standIn: EntraStandIn) =>
  openDoor({ provider: 'azure', routes: ['chat', 'responses'], standIn, environment: standIn.environment })

it.each(['linked', 'found'])('%s: stream, be handed the next token, stream', async (how) => {
  const standIn = await startEntra()
  await using door = await azure(standIn)
  if (how === 'linked') await door.login('az', waits)
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await expire(door, served)).toEqual([{ grant: 'az', status: 200 }])
})

it('ends with the sign-out there', async () => {
  const standIn = await startEntra()
  await using door = await azure(standIn)
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  await standIn.signInToCli(undefined)
  door.expireTokens()
  expect(await lockOut(door, served)).toEqual(everyRefusal(door))
})

it('stays when only the link is removed', async () => {
  const standIn = await startEntra()
  await using door = await azure(standIn)
  await door.login('az', waits)
  expect(await door.command('auth', 'logout', 'azure')).toContain('Only the link was removed')
  expect(await stream(door, await door.serve())).toEqual(everyAnswer(door))
})
