// The provider of the measurements: a 550-byte JSON answer, and a stream of 200 events.
import { createServer } from 'node:http'
import { eventsPerStream } from './workload.ts'

const text = 'x'.repeat(330)
const answer = JSON.stringify({
  id: 'msg_bench',
  type: 'message',
  role: 'assistant',
  model: 'bench',
  content: [{ type: 'text', text }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 100, output_tokens: 100 },
})
const delta = JSON.stringify({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hello ' } })
const event = `event: content_block_delta\ndata: ${delta}\n\n`

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    if (!request.url?.endsWith('/stream')) {
      response.setHeader('content-type', 'application/json')
      response.end(answer)
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    let sent = 0
    const next = (): void => {
      // Four writes a turn: events come in small groups, as a provider sends them.
      for (let burst = 0; burst < 4 && sent < eventsPerStream; burst += 1, sent += 1) response.write(event)
      if (sent < eventsPerStream) setImmediate(next)
      else response.end()
    }
    next()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
