// Real signals, closed terminals and closed outputs, at the moments when a login or a response can be lost.
import { createConnection } from 'node:net'
import { startRecordingUpstream, walkRedirects } from '@ccproxy/testkit'
import { requireTool } from '@ccproxy/vitest-support/require-tool'
import { describe, expect, it, vi } from 'vitest'
import { openStream } from '../streams/support/open-stream.js'
import { startStreamProvider } from '../streams/support/start-stream-provider.js'
import { credentialFiles } from '../support/credential-files.js'
import { expireLogin } from '../support/expire-login.js'
import { startLoginServer } from '../support/login-server.js'
import { beginLogin, signIn } from '../support/sign-in.js'
import { openWorkshop } from '../support/workshop.js'
import { openTerminal } from './terminal.js'

const tmux = requireTool('tmux')
const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
const gentle = ['SIGHUP', 'SIGTERM', 'SIGINT'] as const
const ending = [...gentle, 'SIGQUIT'] as const
const apiKey = { ANTHROPIC_API_KEY: 'sk-ant-fake-key-of-the-signal-tests' }

/** A server and a workshop that is signed in, whose next refresh is held after the server rotated the token. */
async function signedIn() {
  const stack = new AsyncDisposableStack()
  const upstream = stack.use(await startRecordingUpstream())
  const server = stack.use(await startLoginServer({ apiOrigin: upstream.origin }))
  const workshop = stack.use(await openWorkshop())
  await signIn(workshop, server)
  return { server, workshop, upstream, [Symbol.asyncDispose]: async () => stack.disposeAsync() }
}

/** What is in storage, what the server saw, and what the program says of the login. */
async function loginOf({ server, workshop }: Awaited<ReturnType<typeof signedIn>>) {
  const { generation } = await workshop.credential('claude')
  const { refreshes, replays } = server.sandbox.stats()
  const program = workshop.run(['auth', 'status', 'claude'], { environment: server.environment })
  return { generation, refreshes, replays, exitCode: await program.ended() }
}

/** Renewed once and saved, and valid. */
const renewed = { generation: 2, refreshes: 1, replays: 0, exitCode: 0 }

describe('during a refresh of serve', () => {
  it.each(gentle)('%s saves the rotated login and lets the request end', async (signal) => {
    await using world = await signedIn()
    const served = await world.workshop.serve(world.server)
    const refresh = world.server.holdNext('answer')
    await expireLogin(world.workshop, served)
    const response = served.ask('/claude/v1/messages', post)
    await refresh.held
    // The refresh may have begun without the request, which an answer to a later request shows to be in.
    await served.ask('/health')
    served.program.signal(signal)
    await served.program.printed(/Stopping\./, { anywhere: true })
    refresh.release()
    expect((await response).status).toBe(200)
    expect(await served.program.ended()).toBe(0)
    expect(await loginOf(world)).toEqual(renewed)
  })

  it('SIGQUIT cuts the request and saves the rotated login', async () => {
    await using world = await signedIn()
    const served = await world.workshop.serve(world.server)
    const refresh = world.server.holdNext('answer')
    await expireLogin(world.workshop, served)
    const response = served.ask('/claude/v1/messages', post).then(
      ({ status }) => status,
      () => 'cut',
    )
    await refresh.held
    served.program.signal('SIGQUIT')
    expect(await response).not.toBe(200)
    refresh.release()
    expect(await served.program.ended()).toBe(0)
    expect(await loginOf(world)).toEqual(renewed)
  })

  it.skipIf(tmux.missing)('a closed terminal saves the rotated login', async () => {
    await using world = await signedIn()
    const { server, workshop } = world
    const command = workshop.command(['serve', '--port', '0'], { environment: server.environment })
    await using terminal = await openTerminal(tmux.path, workshop, command)
    const [origin] = await terminal.shows(/http:\/\/127\.0\.0\.1:\d+/)
    const refresh = server.holdNext('answer')
    await expireLogin(workshop)
    const response = vi.waitFor(async () => {
      const { status } = await fetch(`${origin}/claude/v1/messages`, post)
      expect(status).toBe(200)
      expect(server.refreshes).not.toHaveLength(0)
    }, 30_000)
    await refresh.held
    const closed = terminal.close()
    refresh.release()
    await closed
    await response.catch(() => {})
    expect(await loginOf(world)).toEqual(renewed)
  })

  it('closed outputs change nothing', async () => {
    await using world = await signedIn()
    const served = await world.workshop.serve(world.server)
    served.program.process.stdout?.destroy()
    served.program.process.stderr?.destroy()
    const refresh = world.server.holdNext('answer')
    await expireLogin(world.workshop, served)
    const response = served.ask('/claude/v1/messages', post)
    await refresh.held
    await served.ask('/health')
    served.program.signal('SIGTERM')
    refresh.release()
    expect((await response).status).toBe(200)
    expect(await served.program.ended()).toBe(0)
    expect(await loginOf(world)).toEqual(renewed)
  })
})

describe('during auth refresh', () => {
  it.each(ending)('%s waits for the result and reports it', async (signal) => {
    await using world = await signedIn()
    const refresh = world.server.holdNext('answer')
    const program = world.workshop.run(['auth', 'refresh', 'claude'], { environment: world.server.environment })
    await refresh.held
    program.signal(signal)
    await program.printed(/The refresh is under way/, { anywhere: true })
    refresh.release()
    expect(await program.ended()).toBe(0)
    expect(program.stdout).toContain('✓ Renewed')
    expect(await loginOf(world)).toEqual(renewed)
  })

  it('closed outputs change nothing', async () => {
    await using world = await signedIn()
    const refresh = world.server.holdNext('answer')
    const program = world.workshop.run(['auth', 'refresh', 'claude'], { environment: world.server.environment })
    await refresh.held
    program.process.stdout?.destroy()
    program.process.stderr?.destroy()
    refresh.release()
    expect(await program.ended()).toBe(0)
    expect(await loginOf(world)).toEqual(renewed)
  })

  it.skipIf(tmux.missing)('a closed terminal waits for the result', async () => {
    await using world = await signedIn()
    const { server, workshop } = world
    const refresh = server.holdNext('answer')
    const command = workshop.command(['auth', 'refresh', 'claude'], { environment: server.environment })
    await using terminal = await openTerminal(tmux.path, workshop, command)
    await refresh.held
    const closed = terminal.close()
    refresh.release()
    await closed
    expect(await loginOf(world)).toEqual(renewed)
  })
})

describe('during a stream', () => {
  it.each(gentle)('%s lets the stream go on to its end', async (signal) => {
    await using provider = await startStreamProvider('data: first\n\n')
    await using workshop = await openWorkshop()
    const served = await workshop.serve({ environment: { PLUGINS__CLAUDE__BASE_URL: provider.origin, ...apiKey } })
    const stream = openStream(served.port, '/claude/v1/messages')
    await vi.waitFor(() => expect(stream.received()).toContain('data: first'), { timeout: 5000 })
    served.program.signal(signal)
    await served.program.printed(/Stopping\./, { anywhere: true })
    for (const open of provider.streams) open.end('data: last\n\n')
    await stream.closed
    expect(stream.received()).toContain('data: last')
    expect(await served.program.ended()).toBe(0)
  })

  it.skipIf(tmux.missing)('a closed terminal lets the stream go on to its end', async () => {
    await using provider = await startStreamProvider('data: first\n\n')
    await using workshop = await openWorkshop()
    const environment = { PLUGINS__CLAUDE__BASE_URL: provider.origin, ...apiKey }
    await using terminal = await openTerminal(
      tmux.path,
      workshop,
      workshop.command(['serve', '--port', '0'], { environment }),
    )
    const [, port] = await terminal.shows(/http:\/\/127\.0\.0\.1:(\d+)/)
    const stream = openStream(Number(port), '/claude/v1/messages')
    await vi.waitFor(() => expect(stream.received()).toContain('data: first'), { timeout: 5000 })
    const closed = terminal.close()
    await expect.poll(async () => isRefused(Number(port)), { timeout: 10_000 }).toBe(true)
    for (const open of provider.streams) open.end('data: last\n\n')
    await stream.closed
    expect(stream.received()).toContain('data: last')
    await closed
  })

  it.each(['SIGUSR1', 'SIGUSR2'] as const)('%s ends nothing and opens no inspector', async (signal) => {
    await using provider = await startStreamProvider('data: first\n\n')
    await using workshop = await openWorkshop()
    const served = await workshop.serve({ environment: { PLUGINS__CLAUDE__BASE_URL: provider.origin, ...apiKey } })
    const stream = openStream(served.port, '/claude/v1/messages')
    await vi.waitFor(() => expect(stream.received()).toContain('data: first'), { timeout: 5000 })
    for (let count = 0; count < 5; count++) {
      served.program.signal(signal)
      expect((await served.ask('/health')).status).toBe(200)
    }
    for (const open of provider.streams) open.end('data: last\n\n')
    await stream.closed
    expect(stream.received()).toContain('data: last')
    expect(served.program.stderr).not.toMatch(/debugger|inspector/i)
    expect(await served.stop()).toBe(0)
  })

  it('closed outputs change nothing', async () => {
    await using provider = await startStreamProvider('data: first\n\n')
    await using workshop = await openWorkshop()
    const served = await workshop.serve({ environment: { PLUGINS__CLAUDE__BASE_URL: provider.origin, ...apiKey } })
    const stream = openStream(served.port, '/claude/v1/messages')
    await vi.waitFor(() => expect(stream.received()).toContain('data: first'), { timeout: 5000 })
    served.program.process.stdout?.destroy()
    served.program.process.stderr?.destroy()
    for (let count = 0; count < 5; count++) expect((await served.ask('/health')).status).toBe(200)
    for (const open of provider.streams) open.end('data: last\n\n')
    await stream.closed
    expect(stream.received()).toContain('data: last')
    expect(await served.stop()).toBe(0)
  })
})

describe('during auth login', () => {
  it.each(ending)('%s while the browser is awaited leaves the earlier login as it was', async (signal) => {
    await using world = await signedIn()
    const before = await world.workshop.credential('claude')
    const { program } = await beginLogin(world.workshop, world.server, { flags: ['--force'] })
    program.signal(signal)
    expect(await program.ended()).toBe(1)
    expect(program.stderr).toContain('cancelled, nothing was changed')
    expect(await world.workshop.credential('claude')).toEqual(before)
    expect(await credentialFiles(world.workshop)).toEqual(['claude/default.json'])
  })

  it('SIGHUP while the code is exchanged leaves the earlier login as it was', async () => {
    await using world = await signedIn()
    const before = await world.workshop.credential('claude')
    const exchange = world.server.holdNext('answer')
    const { program, address } = await beginLogin(world.workshop, world.server, { flags: ['--force'] })
    const visited = walkRedirects(address).catch(() => {})
    await exchange.held
    program.signal('SIGHUP')
    expect(await program.ended()).toBe(1)
    exchange.release()
    await visited
    expect(await world.workshop.credential('claude')).toEqual(before)
  })

  it.skipIf(tmux.missing).each([
    ['the browser is awaited', ['auth', 'login', 'claude', '--no-browser', '--flow', 'browser'], /Open this address/],
    ['a key is asked for', ['auth', 'login', 'claude', '--flow', 'key'], /key/i],
    ['a sign-in method is chosen', ['auth', 'login', 'claude'], /How|sign in/i],
  ])('a closed terminal while %s leaves no login behind', async (_moment, args, screen) => {
    await using server = await startLoginServer()
    await using workshop = await openWorkshop(server)
    const command = workshop.command(args, { environment: server.environment })
    await using terminal = await openTerminal(tmux.path, workshop, command)
    await terminal.shows(screen)
    await terminal.close()
    expect(await credentialFiles(workshop)).toEqual([])
  })

  it('an input and outputs that were closed end it without a login', async () => {
    await using server = await startLoginServer()
    await using workshop = await openWorkshop(server)
    const { program } = await beginLogin(workshop, server)
    program.process.stdout?.destroy()
    program.process.stderr?.destroy()
    program.endInput()
    program.signal('SIGHUP')
    expect(await program.ended()).toBe(1)
    expect(await credentialFiles(workshop)).toEqual([])
  })
})

async function isRefused(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = createConnection(port, '127.0.0.1', () => resolve(false)).on('error', () => resolve(true))
  const refused = await promise
  socket.destroy()
  return refused
}
