// The offline model: the Anthropic dialect under /v1.
import { setTimeout as delay } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Provider } from 'oidc-provider'
import type { Behaviour, Counters } from '../server/behaviour.js'
import { type Answer, composeAnswer, eventsOf, messageOf } from './answer.js'
import { errorBody, ModelError, toModelError } from './anthropic-error.js'
import { createCredentialCheck } from './credential-check.js'
import { failOnPurpose, slowModel, truncatingModel } from './deliberate-faults.js'
import { inputTokens, parseCount, parseMessages } from './messages-request.js'
import { findModel, modelList } from './model-list.js'

interface Environment {
  Bindings: HttpBindings
  Variables: { requestId: string }
}

export interface ModelOptions {
  readonly provider: Provider
  readonly behaviour: Behaviour
  readonly counters: Counters
}

export function createModelApp({ provider, behaviour, counters }: ModelOptions): Hono<Environment> {
  const app = new Hono<Environment>()
  const checkCredential = createCredentialCheck(provider, behaviour)
  let requests = 0

  app.use(async (c, next) => {
    requests += 1
    const requestId = `req_sandbox_${String(requests).padStart(6, '0')}`
    c.set('requestId', requestId)
    c.header('request-id', requestId)
    await checkCredential(c.req.raw.headers)
    counters.messages += 1
    await next()
  })

  app.post('/messages', async (c) => {
    const request = parseMessages(await c.req.text())
    failOnPurpose(request.model)
    const answer = composeAnswer(request, `msg_sandbox_${String(requests).padStart(6, '0')}`)
    c.header('anthropic-ratelimit-requests-limit', '1000')
    c.header('anthropic-ratelimit-requests-remaining', '999')
    if (request.stream) return streamAnswer(c, answer, behaviour)
    if (request.model === slowModel) await delay(behaviour.slowEventDelayMs)
    if (request.model === truncatingModel) return truncatedAnswer(c, answer)
    return c.json(messageOf(answer))
  })
  app.post('/messages/count_tokens', async (c) => c.json({ input_tokens: inputTokens(parseCount(await c.req.text())) }))
  app.get('/models', (c) => c.json(modelList))
  app.get('/models/:id', (c) => {
    const model = findModel(c.req.param('id'))
    if (model === undefined) throw new ModelError(404, `model: ${c.req.param('id')}`)
    return c.json(model)
  })
  app.all('*', () => {
    throw new ModelError(404, 'Not found')
  })

  app.onError((error, c) => {
    const { status, message, headers } = toModelError(error)
    if (status === 401) counters.rejectedCredentials += 1
    // 529 is no status of the HTTP registry, so hono's types do not know it.
    return new Response(JSON.stringify(errorBody(status, message, c.var.requestId)), {
      status,
      headers: { 'content-type': 'application/json', 'request-id': c.var.requestId, ...headers },
    })
  })
  return app
}

function streamAnswer(c: Context<Environment>, answer: Answer, behaviour: Behaviour): Response {
  return streamSSE(c, async (stream) => {
    let sent = 0
    for (const event of eventsOf(answer)) {
      if (stream.aborted) return
      if (answer.model === slowModel && sent > 0) await delay(behaviour.slowEventDelayMs)
      await stream.writeSSE({ event: event.type, data: JSON.stringify(event) })
      sent += 1
      if (answer.model === truncatingModel && sent === 5) {
        await delay(flushMs)
        c.env.outgoing.destroy()
        return
      }
    }
  })
}

/** Promises more bytes than it sends, then drops the connection. */
function truncatedAnswer(c: Context<Environment>, answer: Answer): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(messageOf(answer)))
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes.subarray(0, bytes.length / 2)),
    pull: async () => {
      await delay(flushMs)
      c.env.outgoing.destroy()
    },
  })
  return new Response(body, { headers: { 'content-type': 'application/json', 'content-length': String(bytes.length) } })
}

/** Until what was written is on its way: without it, the cut would come before the first byte. */
const flushMs = 20
