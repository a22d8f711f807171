// The offline model: every dialect, for whoever has a credential that the caller accepts.
import { composeAnswer } from './answer.js'
import { answerResponse, type ConnectionBindings } from './answer-response.js'
import { messagesWire } from './anthropic/messages-wire.js'
import { askerDialect } from './asker-dialect.js'
import type { CredentialVerdict } from './credential-verdict.js'
import { failOnPurpose } from './deliberate-faults.js'
import { findRoute, type Route } from './find-route.js'
import { geminiWire } from './gemini/gemini-wire.js'
import type { ModelDialect } from './model-dialect.js'
import { ModelError, toModelError } from './model-error.js'
import type { ModelWire } from './model-wire.js'
import { chatWire, responsesWire } from './openai/openai-wire.js'

export interface ModelAppOptions {
  /** Judges the credential of every request, before anything else. It must not read the body. */
  readonly authorize: (request: Request) => CredentialVerdict | Promise<CredentialVerdict>
  /** The API shapes that are served; the paths of the others are 404. Default: all four. */
  readonly dialects?: readonly ModelDialect[] | undefined
  readonly behaviour?: ModelBehaviour | undefined
}

export interface ModelBehaviour {
  /** Milliseconds between the events of the model `sandbox-slow`. Default 250. */
  readonly slowEventDelayMs?: number | undefined
}

export interface ModelApp {
  /**
   * Paths are recognised by their end (`…/messages`, `…/messages/count_tokens`, `…/chat/completions`, `…/responses`,
   * `…/models`, `…/models/{id}`, `…/models/{model}:generateContent`), so that it can be mounted at a provider's own
   * paths (`/openai/v1/responses`, `/v1beta/openai/chat/completions`, `/api/v1/messages`) without a setting.
   *
   * @param connection what `@hono/node-server` gives beside the request: with it `sandbox-truncate` cuts the
   *   connection; without, the body fails.
   */
  fetch(request: Request, connection?: ConnectionBindings): Promise<Response>
}

const wires: Readonly<Record<ModelDialect, ModelWire>> = {
  'anthropic-messages': messagesWire,
  'openai-chat': chatWire,
  'openai-responses': responsesWire,
  gemini: geminiWire,
}
const allDialects = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini'] as const

interface Call {
  readonly request: Request
  readonly route: Route
  readonly wire: ModelWire
  /** Counts the requests. */
  readonly id: string
  readonly connection: ConnectionBindings | undefined
}

export function createModelApp({ authorize, dialects = allDialects, behaviour = {} }: ModelAppOptions): ModelApp {
  const { slowEventDelayMs = 250 } = behaviour
  let requests = 0

  /** @throws ModelError for everything that is refused */
  async function answer({ request, route, wire, id, connection }: Call): Promise<Response> {
    const verdict = await authorize(request)
    if (verdict !== 'accepted') {
      const isKey = verdict === 'unknown' && !request.headers.has('authorization')
      throw wire.refuse(isKey ? 'unknownKey' : verdict)
    }
    if (route.operation === 'none') throw new ModelError(404, 'Not found')
    if (route.operation === 'list') return Response.json(wire.models)
    if (route.operation === 'find') return Response.json(findModel(wire, route.model))
    const body = await readJson(request)
    if (route.operation === 'count') return Response.json(wire.count?.(body) ?? {})
    const question = wire.parse(body, route.model)
    failOnPurpose(question.model)
    const framing = route.framing ?? (question.stream ? 'sse' : undefined)
    return answerResponse({
      question,
      answer: composeAnswer(question, id),
      wire,
      framing,
      slowEventDelayMs,
      connection,
    })
  }

  return {
    fetch: async (request, connection) => {
      requests += 1
      const id = String(requests).padStart(6, '0')
      const found = findRoute(request.method, new URL(request.url))
      const dialect = found.dialect ?? askerDialect(request, dialects)
      const route: Route = dialects.includes(dialect) ? found : { operation: 'none' }
      const wire = wires[dialect]
      const requestId = `req_sandbox_${id}`
      const response = await answer({ request, route, wire, id, connection }).catch((error: unknown) => {
        const failure = wire.failure(toModelError(error), requestId)
        return Response.json(failure.body, { status: failure.status, headers: failure.headers ?? {} })
      })
      if (wire.requestIdHeader !== undefined) response.headers.set(wire.requestIdHeader, requestId)
      return response
    },
  }
}

function findModel(wire: ModelWire, id = ''): object {
  const model = wire.findModel(id)
  if (model === undefined) throw new ModelError(404, `model: ${id}`)
  return model
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json()
  } catch {
    throw new ModelError(400, 'The request body is not valid JSON')
  }
}
