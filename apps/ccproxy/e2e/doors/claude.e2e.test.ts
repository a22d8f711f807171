// Claude: a Console key, a client of one's own, the login of the ant CLI, Workload Identity Federation.
import { type AnthropicStandIn, startAnthropic } from '@ccproxy/testkit/providers'
import { describe, expect, it } from 'vitest'
import { everyAnswer, everyRefusal, expire, signOut, stream } from './support/live-through.js'
import { openDoor } from './support/open-door.js'
import { browses, types, waits } from './support/people.js'

const claude = (standIn: AnthropicStandIn, environment = {}) =>
  openDoor({ provider: 'claude', routes: ['messages'], standIn, environment })

/** Of the machine that the stand-in makes: the ant CLI alone, or all but it. */
function environmentOf({ environment }: AnthropicStandIn, part: 'ant' | 'federation'): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => ofAnt.has(name) === (part === 'ant')))
}

const ofAnt = new Set(['ANTHROPIC_CONFIG_DIR', 'PATH'])

it('a key of the Console', async () => {
  const standIn = await startAnthropic()
  await using door = await claude(standIn)
  await door.login('key', types(standIn.apiKey))
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await signOut(door, served)).toEqual(everyRefusal(door))
})

it("a client of one's own", async () => {
  await using door = await claude(await startAnthropic())
  await door.login('browser', browses)
  const served = await door.serve()
  expect(await stream(door, served)).toEqual(everyAnswer(door))
  expect(await expire(door, served)).toEqual([{ grant: 'refresh_token', status: 200 }])
  expect(await signOut(door, served)).toEqual(everyRefusal(door))
})

describe('the login of the ant CLI', () => {
  // ant renews what has less than two minutes left.
  const lifetimeSeconds = 100

  it.each(['linked', 'found'])('%s: stream, be handed what ant renewed, stream', async (how) => {
    const standIn = await startAnthropic({ lifetimeSeconds })
    await using door = await claude(standIn, environmentOf(standIn, 'ant'))
    if (how === 'linked') await door.login('ant', waits)
    const served = await door.serve()
    expect(await stream(door, served)).toEqual(everyAnswer(door))
    expect(await expire(door, served)).toEqual([{ grant: 'refresh_token', status: 200 }])
  })

  it('stays when only the link is removed', async () => {
    const standIn = await startAnthropic()
    await using door = await claude(standIn, environmentOf(standIn, 'ant'))
    await door.login('ant', waits)
    expect(await door.command('auth', 'logout', 'claude')).toContain('Only the link was removed')
    expect(await stream(door, await door.serve())).toEqual(everyAnswer(door))
  })
})

describe('Workload Identity Federation', () => {
  it.each(['signed in', 'found'])('%s: stream, exchange the next identity token, stream', async (how) => {
    const standIn = await startAnthropic()
    await using door = await claude(standIn, environmentOf(standIn, 'federation'))
    if (how === 'signed in') await door.login('federation', waits)
    const served = await door.serve()
    expect(await stream(door, served)).toEqual(everyAnswer(door))
    await standIn.projectIdentityToken()
    const exchange = { grant: 'urn:ietf:params:oauth:grant-type:jwt-bearer', status: 200 }
    expect(await expire(door, served)).toEqual([exchange])
  })
})
