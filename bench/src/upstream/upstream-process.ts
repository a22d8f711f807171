// The provider of the measurements, a process of its own. It speaks HTTP by itself, since `node:http` would be the
// bottleneck of what it is to measure.
import { createServer, type Socket } from 'node:net'
import { dialectEvents, dialectOfPath } from './dialect-events.ts'
import { playStream } from './play-stream.ts'
import { type ReadRequest, RequestReader } from './request-reader.ts'
import { scenarioIn } from './scenario.ts'

/** 550 bytes. */
const message = JSON.stringify({
  id: 'msg_bench',
  type: 'message',
  role: 'assistant',
  model: 'bench',
  content: [{ type: 'text', text: 'x'.repeat(330) }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 100, output_tokens: 100 },
})

const whole = (status: string, body: string): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

const answer = Buffer.from(whole('200 OK', message))
const unknown = Buffer.from(
  whole('404 Not Found', '{"type":"error","error":{"type":"not_found_error","message":"no"}}'),
)

function reply(socket: Socket, { path, bodyStart }: ReadRequest): void {
  const dialect = dialectOfPath(path)
  const scenario = scenarioIn(path) ?? scenarioIn(bodyStart)
  if (dialect === undefined || scenario === undefined) socket.write(unknown)
  else if (scenario === 'json') socket.write(answer)
  else playStream(socket, dialectEvents[dialect], scenario)
}

const server = createServer({ noDelay: true }, (socket) => {
  const reader = new RequestReader()
  socket.on('data', (chunk) => {
    const request = reader.push(chunk)
    if (request !== undefined) reply(socket, request)
  })
  // Proxies drop connections when they are ended.
  socket.on('error', () => socket.destroy())
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
process.once('disconnect', () => process.exit())
