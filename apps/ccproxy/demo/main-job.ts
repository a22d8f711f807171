// The main job through one flow: sign in, serve, stream, let the token expire, stream again.
import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import { type DemoWorld, lifetimeSeconds, openDemoWorld, succeeded } from './demo-world.ts'
import { step } from './narration.ts'
import type { OfferedFlow } from './offered-flows.ts'
import { renewalOf } from './renewals.ts'
import { signIn } from './sign-in.ts'
import { streamAnswer } from './stream-answer.ts'

const status = v.object({ providers: v.array(v.object({ accessToken: v.nullable(v.string()) })) })

/** @throws Error when a step fails, or when the token that should have been renewed was not */
export async function runMainJob(flow: OfferedFlow): Promise<void> {
  const { expires } = renewalOf(flow.kind)
  await using world = await openDemoWorld()
  step(`1. Sign in · ${flow.label}`)
  await signIn(world, flow)

  step('2. Serve')
  const serve = world.ccproxy(['serve', '--port', '0'])
  const [, origin = ''] = await serve.printed(/(http:\/\/127\.0\.0\.1:\d+)[^]*Clients may send/)

  step('3. Stream an answer through the official Anthropic SDK')
  await streamAnswer(origin, 'Hello through CCProxy')
  const first = await currentToken(origin)

  await (expires ? outliveToken() : outliveNothing(world))
  await streamAnswer(origin, expires ? 'Hello again, with a new token' : 'Hello again')
  if (((await currentToken(origin)) !== first) !== expires) throw new Error('the token is not the one it should be')

  step('5. What became of the login')
  await succeeded(world.ccproxy(['auth', 'status']))

  step('6. Stop')
  serve.signal('SIGTERM')
  await succeeded(serve)
}

async function outliveToken(): Promise<void> {
  step(`4. The access token lives ${lifetimeSeconds} s. Wait until it has expired, then stream again`)
  await sleep((lifetimeSeconds + 0.5) * 1000)
}

async function outliveNothing(world: DemoWorld): Promise<void> {
  step('4. A key does not expire. Ask for a renewal all the same, then stream again')
  await succeeded(world.ccproxy(['auth', 'refresh', 'sandbox']))
}

/** Its first and last characters: enough to see that it is another one. */
async function currentToken(origin: string): Promise<string | null | undefined> {
  const answer: unknown = await (await fetch(`${origin}/auth/status`)).json()
  return v.parse(status, answer).providers[0]?.accessToken
}
