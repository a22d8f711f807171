// From `npm i` of the packed packages to a streamed answer.
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import Anthropic from '@anthropic-ai/sdk'
import {
  type Answer,
  answerJson,
  answerSse,
  type RecordedRequest,
  type RecordingUpstream,
  sendRawRequest,
  startRecordingUpstream,
} from '@ccproxy/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InstalledProject, installProject } from './support/installed-project.js'
import { openWorkshop, type RunOptions } from './support/workshop.js'

const providerKey = 'sk-ant-fake-provider-key-1'
const clientKey = 'ccp_fake-client-key-1'

let project: InstalledProject
beforeAll(async () => {
  project = await installProject('@ccproxy/plugin-claude')
  // The registry's pace is not ours.
}, 240_000)
afterAll(() => project[Symbol.asyncDispose]())

/** Starts the installed program in its folder, which finds its plugins by itself. */
const installed = (environment: RunOptions['environment'] = {}): RunOptions => ({
  program: project.program,
  plugins: [],
  workingDirectory: project.path,
  environment,
})

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-test',
  content: [{ type: 'text', text: 'Grüße' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 2 },
}
const textDelta = (text: string) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })
const events = [
  { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  textDelta('Grü'),
  textDelta('ße'),
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
]
const answer: Answer = (request, response) =>
  (request.text().includes('"stream":true') ? answerSse(events) : answerJson(message))(request, response)

const body = {
  model: 'claude-test',
  max_tokens: 16,
  messages: [{ role: 'user' as const, content: 'Grüße  \u2028 "quoted" \\ 1.0 🦊' }],
}

/** What must be the same whether a proxy is between or not. */
function endToEnd({ method, target, rawHeaders, body: sent }: RecordedRequest) {
  const hop = new Set(['host', 'connection', 'keep-alive', 'x-api-key', 'authorization'])
  const headers = rawHeaders.flatMap((name, index) => {
    const lower = name.toLowerCase()
    return index % 2 === 1 || hop.has(lower) ? [] : [`${lower}: ${rawHeaders[index + 1] ?? ''}`]
  })
  return { method, target, headers: headers.toSorted(), body: sent.toString('latin1') }
}

/** A message and a stream by the official SDK. */
async function useSdk(baseURL: string, apiKey: string): Promise<void> {
  const defaultHeaders = { 'X-Odd-Header': 'kept,  as it is', 'anthropic-beta': 'files-api-2025-04-14' }
  const client = new Anthropic({ baseURL, apiKey, authToken: null, maxRetries: 0, defaultHeaders })
  expect(await client.messages.create(body)).toMatchObject(message)
  const stream = client.messages.stream(body)
  expect(await stream.finalText()).toBe('Grüße')
}

function everythingOf({ requests }: RecordingUpstream): string {
  return requests.map(({ target, rawHeaders, body: sent }) => [target, ...rawHeaders, sent].join('\n')).join('\n')
}

it('is listed by npx as found in the project', async () => {
  await using workshop = await openWorkshop()
  const listed: unknown = JSON.parse(await project.npx(['plugins', 'list', '--json'], workshop.environment))
  expect(listed).toMatchObject({
    plugins: [
      { name: 'claude', state: 'running', source: 'project', packageName: '@ccproxy/plugin-claude', error: null },
    ],
  })
})

describe('what the provider sees', () => {
  it('is what the SDK sends without a proxy, but for the credential', async () => {
    await using upstream = await startRecordingUpstream({ answer })
    await using workshop = await openWorkshop()
    workshop.secrets.add(providerKey)
    const environment = { PLUGINS__CLAUDE__BASE_URL: upstream.origin, ANTHROPIC_API_KEY: providerKey }
    const served = await workshop.serve(installed(environment))
    await useSdk(upstream.origin, 'fake-direct-key')
    const direct = upstream.requests.map(endToEnd)
    await useSdk(`${served.origin}/claude`, 'fake-key-of-the-client')
    const proxied = upstream.requests.slice(direct.length)
    expect(direct).toHaveLength(2)
    expect(proxied.map(endToEnd)).toEqual(direct)
    for (const request of proxied) {
      expect(request.header('x-api-key')).toBe(providerKey)
      expect(request.header('authorization')).toBeUndefined()
      expect(request.header('host')).toBe(new URL(upstream.origin).host)
    }
    expect(everythingOf(upstream)).not.toContain('fake-key-of-the-client')
    expect(await served.stop()).toBe(0)
  })

  it('has no key of CCProxy, wherever the client puts it, and a compressed body as it came', async () => {
    await using upstream = await startRecordingUpstream({ answer })
    await using workshop = await openWorkshop()
    for (const secret of [providerKey, clientKey]) workshop.secrets.add(secret)
    const served = await workshop.serve(
      installed({
        PLUGINS__CLAUDE__BASE_URL: upstream.origin,
        ANTHROPIC_API_KEY: providerKey,
        SECURITY__AUTH_TOKEN: clientKey,
      }),
    )
    const compressed = gzipSync(JSON.stringify(body))
    const send = (query: string, keyLine: string) => {
      const lines = [
        `POST /claude/v1/messages?beta=true${query} HTTP/1.1`,
        `Host: 127.0.0.1:${served.port}`,
        'Content-Type: application/json',
        'Content-Encoding: gzip',
        'X-ODD: 1',
        'x-odd: 2',
        'Connection: X-Hop',
        'X-Hop: only to the proxy',
        keyLine,
        `Content-Length: ${compressed.length}`,
      ]
      const head = `${lines.filter((line) => line !== '').join('\r\n')}\r\n\r\n`
      return sendRawRequest({ port: served.port, text: Buffer.concat([Buffer.from(head), compressed]) })
    }
    expect((await send('', '')).status).toBe(401)
    expect((await send('', 'x-ccproxy-key: ccp_fake-wrong-key')).status).toBe(401)
    expect(upstream.requests).toHaveLength(0)
    const places = ['x-ccproxy-key: ', 'x-api-key: ', 'x-goog-api-key: ', 'Authorization: Bearer ']
    for (const place of places) expect((await send('', `${place}${clientKey}`)).status).toBe(200)
    expect((await send(`&key=${clientKey}`, '')).status).toBe(200)
    expect(upstream.requests).toHaveLength(5)
    for (const request of upstream.requests) {
      expect(endToEnd(request)).toEqual({
        method: 'POST',
        target: '/v1/messages?beta=true',
        headers: [
          'anthropic-version: 2023-06-01',
          'content-encoding: gzip',
          `content-length: ${compressed.length}`,
          'content-type: application/json',
          'x-odd: 1',
          'x-odd: 2',
        ],
        body: compressed.toString('latin1'),
      })
      expect(request.header('x-api-key')).toBe(providerKey)
    }
    expect(everythingOf(upstream)).not.toContain(clientKey)
    expect(await served.stop()).toBe(0)
  })
})

describe('started where it is not installed', () => {
  it('a program without plugins finds none, and says where it looked and what to do', async () => {
    await using workshop = await openWorkshop()
    const list = workshop.run(['plugins', 'list', '--json'], { plugins: [] })
    expect(await list.ended()).toBe(0)
    expect(JSON.parse(list.stdout)).toEqual({ plugins: [] })
    const serve = workshop.run(['serve', '--port', '0'], { plugins: [] })
    expect(await serve.ended()).toBe(1)
    expect(serve.stderr).toContain('ccproxy was not started from a node_modules of this project')
    expect(serve.stderr).toContain(join(workshop.directory, 'plugins'))
    expect(serve.stderr).toMatch(/^hint: {2}.*npm i @ccproxy\/plugin-claude/m)
  })

  it('a cloned folder runs none of its code', async () => {
    await using workshop = await openWorkshop()
    const canary = join(workshop.folder, 'canary')
    await cloneHostile(workshop.folder, canary)
    const elsewhere = workshop.run(['plugins', 'list', '--json'], { ...installed(), workingDirectory: workshop.folder })
    expect(await elsewhere.ended()).toBe(0)
    await expect(readFile(canary)).rejects.toThrow('ENOENT')
    // It is the program's own neighbour that is found.
    expect(JSON.parse(elsewhere.stdout)).toMatchObject({
      plugins: [{ name: 'claude', state: 'running', source: 'global' }],
    })
    expect(elsewhere.stdout).not.toContain(workshop.folder)

    // The same folder, once its user starts the program that is installed there.
    const link = join(workshop.folder, 'node_modules/.bin/ccproxy')
    await mkdir(join(link, '..'))
    await symlink(join(project.path, 'node_modules/@ccproxy/cli/bin/ccproxy.js'), link)
    const own = workshop.run(['plugins', 'list'], { ...installed(), program: link, workingDirectory: workshop.folder })
    await own.ended()
    expect(await readFile(canary, 'utf8')).toBe('ran')
  })
})

/** A project whose dependency bears the name of a plugin of ours. */
async function cloneHostile(folder: string, canary: string): Promise<void> {
  const name = '@ccproxy/plugin-claude'
  const dependency = join(folder, 'node_modules', name)
  await mkdir(dependency, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'cloned', dependencies: { [name]: '1.0.0' } }))
  const ccproxy = { apiVersion: 1, kind: 'provider', name: 'claude', entry: '.', displayName: 'Claude', requires: [] }
  const manifest = { name, version: '1.0.0', type: 'module', exports: './index.js', ccproxy }
  await writeFile(join(dependency, 'package.json'), JSON.stringify(manifest))
  const code = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(canary)}, 'ran')`
  await writeFile(join(dependency, 'index.js'), code)
}
