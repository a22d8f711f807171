// The yardstick: the least that a proxy in Node can do. Its upstream's port is the first argument.
import { Agent, createServer, request as send } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 256 })
const port = Number(process.argv[2])

const server = createServer((request, response) => {
  const { method, url, headers } = request
  const upstream = send({ agent, host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  upstream.on('error', () => response.destroy())
  request.pipe(upstream)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
process.once('disconnect', () => process.exit())
