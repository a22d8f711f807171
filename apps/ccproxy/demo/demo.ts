// `npm run demo`: the main job, offline and visible. Signs in to the sandbox through the real callback, serves, streams
// through the official Anthropic SDK, lets the token expire, streams again.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Anthropic from '@anthropic-ai/sdk'
import { type Program, startProgram, walkRedirects } from '@ccproxy/testkit'

const bin = fileURLToPath(new URL('../bin/ccproxy.js', import.meta.url))
const sandbox = fileURLToPath(new URL('../../../packages/plugin-sandbox', import.meta.url))
/** Seconds. Short, so that the demo sees a token expire. */
const lifetime = 2

const folder = await mkdtemp(join(tmpdir(), 'ccproxy-demo-'))
const environment = {
  CCPROXY_CONFIG_DIR: join(folder, 'config'),
  XDG_STATE_HOME: join(folder, 'state'),
  PLUGINS__SANDBOX__ENABLED: 'true',
  PLUGINS__SANDBOX__PORT: '18765',
  PLUGINS__SANDBOX__ACCESS_TOKEN_LIFETIME: String(lifetime),
  LOGGING__LEVEL: 'info',
  LOGGING__FORMAT: 'pretty',
}
const step = (title: string): void => console.log(`\n\u001B[1m${title}\u001B[0m`)

let serve: Program | undefined
try {
  step('1. Sign in: authorization code with PKCE, through a callback on this machine')
  const login = ccproxy(['auth', 'login', 'sandbox', '--flow', 'browser', '--no-browser'])
  const [address] = await login.printed(/^http:\/\/\S+$/m)
  console.log('   (the demo follows this address as your browser would)')
  await walkRedirects(new URL(address))
  await succeeded(login)

  step('2. Serve')
  serve = ccproxy(['serve', '--port', '0'])
  const [, origin] = await serve.printed(/(http:\/\/127\.0\.0\.1:\d+)[^]*Clients may send/)

  const client = new Anthropic({ baseURL: `${origin}/sandbox`, apiKey: 'not-a-key', maxRetries: 0 })
  step('3. Stream an answer through the official Anthropic SDK')
  await stream(client, 'Hello through CCProxy')

  step(`4. The access token lives ${lifetime} s. Wait until it has expired, then stream again`)
  await sleep((lifetime + 0.5) * 1000)
  await stream(client, 'Hello again, with a new token')

  step('5. What became of the login')
  await succeeded(ccproxy(['auth', 'status']))

  step('6. Stop')
  serve.signal('SIGTERM')
  await succeeded(serve)
  console.log('\nDone: one sign-in, two streams, and a refresh that nobody had to think of.')
} finally {
  serve?.signal('SIGKILL')
  await rm(folder, { recursive: true, force: true })
}

function show(text: string): void {
  process.stdout.write(text.replaceAll(/^(?=.)/gm, '   '))
}

/** The built program; what it prints is shown, indented. */
function ccproxy(args: readonly string[]): Program {
  console.log(`   $ ccproxy ${args.join(' ')}`)
  return startProgram(bin, { args: [...args, '--plugin', sandbox], environment, onOutput: show })
}

async function succeeded(program: Program): Promise<void> {
  const code = await program.ended()
  if (code !== 0) throw new Error(`ccproxy ended with ${code}`)
}

async function stream(client: Anthropic, text: string): Promise<void> {
  const events = client.messages.stream({
    model: 'sandbox-1',
    max_tokens: 100,
    messages: [{ role: 'user', content: text }],
  })
  process.stdout.write('   ')
  events.on('text', (piece) => process.stdout.write(piece))
  await events.finalMessage()
  process.stdout.write('\n')
}
