// What plugins may ask of a request: its model, the body of its response, and with which account it is sent.
import { setTimeout as delay } from 'node:timers/promises'
import { type AccountChooser, createHookBus, type HookPayloads, type Logger, silentLogger } from '@ccproxy/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakeManager } from './__fixtures__/fake-provider.js'
import { ask, endRig, startProxy, startReadingUpstream } from './__fixtures__/rig.js'

afterEach(endRig)

const json = ['content-type', 'application/json']

async function observed(body: string, options: { readonly content: boolean; readonly type?: string }) {
  const hooks = createHookBus(silentLogger)
  const told: HookPayloads['provider.response.body'][] = []
  hooks.on('provider.response.body', (payload) => void told.push(payload), {
    name: 'tracer',
    content: options.content,
  })
  const baseUrl = await startReadingUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': options.type ?? 'application/json' }).end(body)
  })
  const proxy = await startProxy({ baseUrl, hooks })
  const answer = await ask(`${proxy.url}/v1/messages`, { method: 'POST', headers: json, body: '{}' })
  await proxy.idle()
  return { answer, told }
}

const tracer = (): never => {
  throw new Error('broken tracer')
}

describe('an adapter that needs the model', () => {
  const adapter = {
    needsModel: true,
    dialects: ['anthropic-messages', 'gemini'] as const,
    prepare: ({ request, baseUrl }: { request: { model: string | undefined }; baseUrl: string }) => ({
      url: `${baseUrl}/models/${request.model ?? 'none'}/invoke`,
      headers: {},
    }),
  }
  async function provider() {
    const seen: string[] = []
    const baseUrl = await startReadingUpstream((incoming, outgoing, body) => {
      seen.push(`${incoming.url ?? ''} ${body.toString()}`)
      outgoing.end('{}')
    })
    const { url } = await startProxy({ baseUrl, adapter })
    return { url, seen }
  }

  it('puts the model of a native request into the URL, and the bytes stay', async () => {
    const { url, seen } = await provider()
    const body = '{ "model":"claude-9",  "messages":[] }'
    expect((await ask(`${url}/v1/messages`, { method: 'POST', headers: json, body })).status).toBe(200)
    expect(seen).toEqual([`/models/claude-9/invoke ${body}`])
  })

  it('gets the model that stands in the path of Gemini', async () => {
    const { url, seen } = await provider()
    const path = '/v1beta/models/gemini-9:generateContent'
    expect((await ask(`${url}${path}`, { method: 'POST', headers: json, body: '{}' })).status).toBe(200)
    expect(seen).toEqual(['/models/gemini-9/invoke {}'])
  })

  it.each(['{}', '{"model":7}', 'no json', '[]', '{"model":""}'])(
    'refuses the body %s with 400 and sends nothing',
    async (body) => {
      const { url, seen } = await provider()
      const answer = await ask(`${url}/v1/messages`, { method: 'POST', headers: json, body })
      expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([400, 'CCPROXY_MODEL_MISSING'])
      expect(seen).toEqual([])
    },
  )

  it('may be asked for what needs no model', async () => {
    const { url } = await provider()
    expect((await ask(`${url}/v1/models`)).status).toBe(200)
  })
})

describe('the body of a JSON response', () => {
  it('reaches observers that registered for content', async () => {
    const { answer, told } = await observed('{"id":"m"}', { content: true })
    expect(answer.text).toBe('{"id":"m"}')
    expect(told).toMatchObject([{ requestId: 'request-1', provider: 'fake', status: 200, isTruncated: false }])
    expect(Buffer.from(told[0]?.bytes ?? []).toString()).toBe('{"id":"m"}')
  })

  it('is kept to its first MiB, and the client gets all of it', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(2 * 1024 * 1024) })
    const { answer, told } = await observed(body, { content: true })
    expect(answer.text).toHaveLength(body.length)
    expect(told[0]?.isTruncated).toBe(true)
    expect(told[0]?.bytes).toHaveLength(1024 * 1024)
  })

  it('is not built for observers without content, nor for streams and other types', async () => {
    expect((await observed('{}', { content: false })).told).toEqual([])
    expect((await observed('data: {}\n\n', { content: true, type: 'text/event-stream' })).told).toEqual([])
    expect((await observed('plain', { content: true, type: 'text/plain' })).told).toEqual([])
  })

  it('does no harm to the client when the observer throws', async () => {
    const hooks = createHookBus(silentLogger)
    hooks.on('provider.response.body', tracer, { name: 'tracer', content: true })
    const baseUrl = await startReadingUpstream((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
    const proxy = await startProxy({ baseUrl, hooks })
    expect((await ask(`${proxy.url}/v1/messages`, { method: 'POST', headers: json, body: '{}' })).text).toBe('{}')
    await proxy.idle()
  })
})

describe('a plugin that chooses the account', () => {
  const accounts = ['default', 'work']
  async function chosen(choose: () => Promise<string | undefined> | string | undefined, logger: Logger = silentLogger) {
    const hooks = createHookBus(silentLogger)
    const asked = vi.fn<AccountChooser['choose']>(choose)
    hooks.chooseAccount({ name: 'pool', choose: asked })
    const used: (string | undefined)[] = []
    const manager = fakeManager(['fake-token'])
    const peek = manager.peek.bind(manager)
    const listing = {
      ...manager,
      accounts: async () => accounts.map((account) => ({ provider: 'fake', account })),
      peek: (key: Parameters<typeof peek>[0]) => {
        used.push(key.account)
        return peek(key)
      },
      acquire: manager.acquire.bind(manager),
    }
    const baseUrl = await startReadingUpstream((_incoming, outgoing) => outgoing.end('{}'))
    const proxy = await startProxy({ baseUrl, hooks, manager: listing, logger })
    const headers = [...json, 'authorization', 'Bearer fake-client-secret']
    const answer = await ask(`${proxy.url}/v1/messages`, { method: 'POST', headers, body: '{}' })
    return { answer, used, asked }
  }

  it('decides with which one a request is sent, and sees no credential', async () => {
    const { answer, used, asked } = await chosen(() => 'work')
    expect([answer.status, used[0]]).toEqual([200, 'work'])
    expect(asked.mock.calls[0]).toMatchObject([{ provider: 'fake', method: 'POST', path: '/v1/messages', accounts }])
    expect(JSON.stringify(asked.mock.calls)).not.toContain('fake-client-secret')
  })

  it('without an opinion leaves the default account', async () => {
    expect((await chosen(() => undefined)).used[0]).toBe('default')
  })

  it.each<[string, () => Promise<string>]>([
    ['throws', () => Promise.reject(new Error('broken'))],
    ['takes longer than a second', async () => delay(5000, 'work', { ref: false })],
  ])('that %s leaves the default account, and the log says so', async (_what, choose) => {
    const warn = vi.fn<Logger['warn']>()
    const { answer, used } = await chosen(choose, { ...silentLogger, warn })
    expect([answer.status, used[0]]).toEqual([200, 'default'])
    expect(warn).toHaveBeenCalledWith(
      'a plugin could not choose an account',
      expect.objectContaining({ plugin: 'pool' }),
    )
  })

  it('that names an account which is not signed in fails the request by its name', async () => {
    const { answer, used } = await chosen(() => 'nobody')
    expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([500, 'CCPROXY_CREDENTIAL_CHOICE'])
    expect(answer.text).toContain('the plugin pool chose the account')
    expect(used).toEqual([])
  })
})
