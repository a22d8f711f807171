import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type Answer, answerWith } from './answers.js'
import { recordRequest } from './record-request.js'
import type { RecordedRequest } from './recorded-request.js'
import { testCertificate } from './test-certificate.js'

export interface RecordingUpstreamOptions {
  /** Given to every request that no `answerNext` is waiting for. Default: 200 without a body. */
  readonly answer?: Answer
  /** https with `testCertificate`. */
  readonly tls?: boolean
  /** Default true: the answer begins when the body is complete. */
  readonly waitForBody?: boolean
  /** 0 or absent: any free port of 127.0.0.1. */
  readonly port?: number
}

export interface RecordingUpstream {
  readonly origin: string
  readonly port: number
  /** In the order in which their heads came. */
  readonly requests: readonly RecordedRequest[]
  /** Connections that were opened until now. */
  readonly connections: number
  /** From now on. */
  setAnswer(answer: Answer): void
  /** For the next requests, one each, before `answer`. */
  answerNext(...answers: readonly Answer[]): void
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A real server that records every request exactly and answers as it is told. */
export async function startRecordingUpstream(options: RecordingUpstreamOptions = {}): Promise<RecordingUpstream> {
  const { tls = false, waitForBody = true, port = 0 } = options
  const requests: RecordedRequest[] = []
  const next: Answer[] = []
  let answer = options.answer ?? answerWith('')
  let connections = 0

  const listener: RequestListener = (incoming, response) => {
    const { request, bodyEnded } = recordRequest(incoming, response)
    requests.push(request)
    const chosen = next.shift() ?? answer
    void respond(async () => {
      if (waitForBody) await bodyEnded
      if (!incoming.aborted) await chosen(request, response)
    }, response)
  }
  const { certificate: cert, key } = testCertificate
  const server = tls ? createHttpsServer({ cert, key }, listener) : createHttpServer(listener)
  server.on('connection', () => {
    connections += 1
  })
  const bound = await listen(server, port)
  const close = () => stop(server)
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${bound}`,
    port: bound,
    requests,
    get connections() {
      return connections
    },
    setAnswer: (other) => {
      answer = other
    },
    answerNext: (...answers) => {
      next.push(...answers)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A handler that throws must be seen by the test that wrote it, not hang its client. */
async function respond(run: () => Promise<void>, response: Parameters<RequestListener>[1]): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (response.headersSent) response.destroy()
    else response.writeHead(599, { 'content-type': 'text/plain' }).end(`the answer of the test threw: ${String(error)}`)
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('the upstream does not listen on a port'))
      else resolve(address.port)
    })
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
