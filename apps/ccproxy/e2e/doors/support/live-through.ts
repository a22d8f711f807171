// The life of a login after its sign-in, the same for every door: each step says what came of it.
import { setTimeout as delay } from 'node:timers/promises'
import type { Served } from '../../support/workshop.js'
import type { Door } from './open-door.js'
import { answered, type SdkRoute, sdkRoutes } from './sdk-routes.js'

const baseOf = (served: Served, { provider }: Door): string => `${served.origin}/${provider}`

/** What each route streamed. @throws what the SDK throws */
export async function stream(door: Door, served: Served): Promise<readonly string[]> {
  const texts: string[] = []
  for (const route of door.routes) texts.push(await sdkRoutes[route](baseOf(served, door)))
  return texts
}

/** What `stream` returns when all is well. */
export const everyAnswer = ({ routes }: Door): readonly string[] => routes.map(() => answered)

/** The API refuses every token from now on; the routes stream again. @returns the token requests that this took */
export async function expire(door: Door, served: Served): Promise<Door['tokenRequests']> {
  const before = door.tokenRequests.length
  door.expireTokens()
  const texts = await stream(door, served)
  if (texts.some((text) => text !== answered)) throw new Error(`after the end of its token it said ${texts.join('; ')}`)
  return door.tokenRequests.slice(before).map(({ grant, status }) => ({ grant, status }))
}

/** `ccproxy auth logout`. @returns what every route is told then, as `lockOut` */
export async function signOut(door: Door, served: Served): Promise<readonly string[]> {
  await door.command('auth', 'logout', door.provider)
  return lockOut(door, served)
}

/**
 * What every route is told in the end: a running proxy sees a change within two seconds, and the first refusal may be the
 * provider's own word.
 */
export async function lockOut(door: Door, served: Served): Promise<readonly string[]> {
  const refusals: string[] = []
  for (const route of door.routes) refusals.push(await lastRefusal(route, door, served))
  return refusals
}

/** What `lockOut` returns when nobody is signed in. */
export const everyRefusal = ({ routes, provider }: Door): readonly string[] => routes.map(() => commandOf(provider))

const commandOf = (provider: string): string => `401, ccproxy auth login ${provider}`
const patienceMs = 5_000

async function lastRefusal(route: SdkRoute, door: Door, served: Served): Promise<string> {
  for (const deadline = Date.now() + patienceMs; ; await delay(50)) {
    const told = await sdkRoutes[route](baseOf(served, door)).catch((error: unknown) => shortOf(error, door))
    if (told === commandOf(door.provider) || Date.now() > deadline) return told
  }
}

/** The status and, if it is there, the command. */
function shortOf(error: unknown, { provider }: Door): string {
  if (!(error instanceof Error) || !('status' in error)) throw error
  const command = `ccproxy auth login ${provider}`
  return `${String(error.status)}, ${error.message.includes(command) ? command : error.message}`
}
