// Every way to sign in to the sandbox, through its whole life: one proxy, an account for each flow.
import { setTimeout as delay } from 'node:timers/promises'
import { Anthropic } from '@anthropic-ai/sdk'
import { sandboxApiKey, startSandbox } from '@ccproxy/testkit'
import { afterAll, beforeAll, it } from 'vitest'
import { browses, entersCode, type Person, types, waits } from './doors/support/people.js'
import { openWorkshop, type RunOptions, type Served, type Workshop } from './support/workshop.js'

const flows: Readonly<Record<string, Person>> = {
  browser: browses,
  device: entersCode,
  standard: browses,
  openid: browses,
  dynamic: browses,
  json: browses,
  'errors-in-200': browses,
  client: waits,
  federation: waits,
  link: waits,
  mint: waits,
  custom: browses,
  key: types(sandboxApiKey),
}
/** Their logins hold a key, which does not end. */
const keys: ReadonlySet<string> = new Set(['custom', 'key'])
/** Long enough for a busy machine to renew a token before it ends: the provider must never see one that has. */
const lifetimeSeconds = 5
const patienceMs = 20_000
/** Several at once, each with programs to start: on a busy machine one takes as long as all. */
const livesMs = 120_000

let workshop: Workshop
let served: Served
let options: RunOptions

beforeAll(async () => {
  const free = await startSandbox()
  await free.close()
  workshop = await openWorkshop()
  const environment = {
    CCPROXY_SANDBOX_API_KEY: undefined,
    PLUGINS__SANDBOX__ENABLED: 'true',
    PLUGINS__SANDBOX__PORT: new URL(free.origin).port,
    PLUGINS__SANDBOX__ACCESS_TOKEN_LIFETIME: String(lifetimeSeconds),
  }
  options = { plugins: ['plugin-sandbox'], environment }
  served = await workshop.serve(options)
  // From its first request on the proxy has the embedded server, so that no sign-in takes it away when it ends.
  const { status } = await served.ask('/sandbox/v1/models')
  if (status !== 401) throw new Error(`somebody is signed in: ${status}`)
})
afterAll(() => workshop[Symbol.asyncDispose]())

it('the program offers the flows of these tests and no others', async ({ expect }) => {
  const { providers } = JSON.parse(await run(['auth', 'providers', '--json'], waits))
  expect(providers).toMatchObject([{ provider: 'sandbox', flows: Object.keys(flows).map((id) => ({ id })) }])
})

it.concurrent.for(Object.entries(flows))(
  '%s: sign in, stream, renew, stream, sign out',
  { timeout: livesMs },
  async (entry, { expect }) => {
    const [flow, person] = entry
    const lasts = keys.has(flow)
    await run(['auth', 'login', 'sandbox', '--account', flow, '--flow', flow, '--no-browser'], person)
    await keepSecrets(flow)
    expect(await stream(flow)).toContain('You said: hello')

    const first = await tokenOf(flow)
    await (lasts ? run(['auth', 'refresh', 'sandbox', '--account', flow], waits) : outlive(flow, first))
    expect((await tokenOf(flow)) === first).toBe(lasts)
    expect(await stream(flow)).toContain('You said: hello')

    await run(['auth', 'logout', 'sandbox', '--account', flow], waits)
    await expect
      .poll(() => refusal(flow), { timeout: patienceMs })
      .toMatchObject({
        status: 401,
        message: expect.stringContaining('ccproxy auth login sandbox'),
      })
  },
)

/** @returns what the program printed. @throws Error with its output when it fails */
async function run(args: readonly string[], person: Person): Promise<string> {
  const program = workshop.run(args, options)
  await person(program)
  if ((await program.ended()) !== 0) throw new Error(`${args.join(' ')} failed:\n${program.stdout}\n${program.stderr}`)
  return program.stdout
}

/** One streamed answer for this account, whole. */
function stream(account: string): Promise<string> {
  const client = new Anthropic({
    baseURL: `${served.origin}/sandbox`,
    apiKey: 'no-key',
    maxRetries: 0,
    defaultHeaders: { 'x-ccproxy-account': account },
  })
  return client.messages
    .stream({ model: 'sandbox-1', max_tokens: 100, messages: [{ role: 'user', content: 'hello' }] })
    .finalText()
}

/** @returns what a request without a login is told; undefined while it is answered */
const refusal = (account: string): Promise<unknown> =>
  stream(account).then(
    () => undefined,
    (error: unknown) => error,
  )

/** Streams until the proxy has another token, which it must have by the end of this one. No request may fail. */
async function outlive(account: string, token: unknown): Promise<void> {
  for (const deadline = Date.now() + patienceMs; (await tokenOf(account)) === token; await delay(200)) {
    if (Date.now() > deadline) throw new Error(`the token of ${account} was not renewed`)
    await stream(account)
  }
}

/** Its first and last characters: enough to see that it is another one. */
async function tokenOf(account: string): Promise<unknown> {
  const { providers } = JSON.parse((await served.ask('/auth/status')).text)
  const row = providers.find((one: Record<string, unknown>) => one['account'] === account)
  return row?.accessToken
}

/** What is gone at the end must not have been printed either. */
async function keepSecrets(account: string): Promise<void> {
  const credential = await workshop.credential('sandbox', account)
  for (const name of ['access_token', 'refresh_token', 'api_key']) {
    const value = credential[name]
    if (typeof value === 'string') workshop.secrets.add(value)
  }
}
