// However many ask at once, in however many processes: one refresh for one expiry, and an answer for each.
import { type RecordingUpstream, startRecordingUpstream } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { expireLogin } from './support/expire-login.js'
import { startLoginServer } from './support/login-server.js'
import { signIn } from './support/sign-in.js'
import { openWorkshop, type Served } from './support/workshop.js'

const ask = (served: Served) => served.ask('/claude/v1/messages', post)
const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"model":"m"}' }

/** Which tokens the provider was sent, and how often. */
function tokensAt({ requests }: RecordingUpstream): Readonly<Record<string, number>> {
  const groups = Object.groupBy(requests, (request) => request.header('authorization') ?? '')
  return Object.fromEntries(Object.entries(groups).map(([token, all = []]) => [token, all.length]))
}

it.each([
  ['one process', 1, 200],
  ['three processes', 3, 100],
])('%s under parallel load at expiry: one refresh, every request answered', async (_name, processes, count) => {
  await using upstream = await startRecordingUpstream()
  await using server = await startLoginServer({ apiOrigin: upstream.origin })
  await using workshop = await openWorkshop()
  await signIn(workshop, server)
  const group = await Promise.all(Array.from({ length: processes }, () => workshop.serve(server)))
  // Held from the start: a server renews by itself what it sees expire.
  const refresh = server.holdNext('answer')
  await expireLogin(workshop, ...group)

  const answers = group.flatMap((served) => Array.from({ length: count }, () => ask(served)))
  await refresh.held
  // Connections are taken in order: when this is answered, all the requests before it wait for the token.
  await Promise.all(group.map((served) => served.ask('/health')))
  expect(upstream.requests).toHaveLength(0)
  refresh.release()

  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  expect(statuses).toEqual(Array.from({ length: processes * count }, () => 200))
  expect(server.refreshes).toHaveLength(1)
  expect(server.sandbox.stats()).toMatchObject({ refreshes: 1, replays: 0, revokedFamilies: 0 })
  const { access_token: renewed } = await workshop.credential('claude')
  expect(tokensAt(upstream)).toEqual({ [`Bearer ${String(renewed)}`]: processes * count })
  expect(await Promise.all(group.map((served) => served.stop()))).toEqual(group.map(() => 0))
})
