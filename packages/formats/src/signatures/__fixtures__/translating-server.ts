// What stands between an official SDK and a strict provider: `/<client's dialect>/<provider's dialect>/<path of the API>`.
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { cut } from '../../__fixtures__/cut.js'
import type { WireRequest } from '../../codec.js'
import { FormatError } from '../../format-error.js'
import { parseJsonObject } from '../../json/parse-json-object.js'
import type { Dialect } from '../../model/dialect.js'
import type { JsonObject } from '../../model/json.js'
import { translateAnswer } from '../../translate-answer.js'
import { renderFormatError } from '../../translate-error.js'
import { translateRequest } from '../../translate-request.js'
import { StreamTranslator } from '../../translate-stream.js'
import { streamText } from './stream-text.js'
import { strictProviders } from './strict-providers.js'

export interface TranslatingServer {
  /** Where a client of the one dialect finds the provider of the other. */
  base(client: Dialect, provider: Dialect): string
  /** What the provider was asked last, in its own dialect. */
  lastAsked(): WireRequest | undefined
  close(): Promise<void>
}

export async function startTranslatingServer(): Promise<TranslatingServer> {
  let last: WireRequest | undefined
  const server = createServer((incoming, outgoing) => {
    const pieces: Buffer[] = []
    incoming.on('data', (piece: Buffer) => pieces.push(piece))
    incoming.on('end', () => {
      answer(incoming.url ?? '', parseJsonObject(Buffer.concat(pieces).toString()) ?? {}, outgoing, (asked) => {
        last = asked
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = originOf(server)
  return {
    base: (client, provider) => `${origin}/${client}/${provider}`,
    lastAsked: () => last,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Told = (asked: WireRequest) => void

function originOf(server: Server): string {
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

function answer(url: string, body: JsonObject, outgoing: ServerResponse, told: Told): void {
  const [, from, to, ...rest] = url.split('/')
  if (!isDialect(from) || !isDialect(to)) throw new Error(`no dialects in ${url}`)
  try {
    exchange(from, to, { path: `/${rest.join('/')}`, body }, outgoing, told)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    const { status, body: refusal } = renderFormatError(error, from)
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(refusal))
  }
}

function exchange(from: Dialect, to: Dialect, request: WireRequest, outgoing: ServerResponse, told: Told): void {
  const { request: asked, conversation } = translateRequest({ from, to, request })
  // As it arrives: JSON.
  const sent = { path: asked.path, body: parseJsonObject(JSON.stringify(asked.body)) ?? {} }
  told(sent)
  const { whole, events } = strictProviders[to].answer(sent)
  if (!conversation.stream) {
    const translated = from === to ? whole : translateAnswer({ from: to, to: from, body: whole, conversation })
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(translated))
    return
  }
  if (from === to) {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).end(streamText(events))
    return
  }
  const translator = new StreamTranslator({ from: to, to: from, conversation })
  outgoing.writeHead(200, { 'content-type': translator.mediaType })
  const bytes = new TextEncoder().encode(streamText(events))
  for (const chunk of cut(bytes, [7, 113, 1])) outgoing.write(translator.push(chunk))
  outgoing.end(translator.end())
}

function isDialect(name: string | undefined): name is Dialect {
  return name !== undefined && Object.hasOwn(strictProviders, name)
}
