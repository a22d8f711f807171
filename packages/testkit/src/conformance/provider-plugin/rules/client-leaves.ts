import { withPassage } from '../bench/pass-through.js'
import { waitUntil } from '../bench/wait-until.js'
import type { FlowRule } from '../rule.js'

export const clientLeaves: FlowRule = {
  about: 'flow',
  id: 'client-leaves',
  title: 'what was sent upstream ends when the client leaves',
  check: (flow) =>
    withPassage(flow, async ({ api, gateway, requests, answer }) => {
      const [request] = requests
      if (request === undefined) return []
      const open = new Set<object>()
      answer((incoming, response) => {
        open.add(incoming)
        response.once('close', () => open.delete(incoming))
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write('event: one\ndata: {}\n\n')
      })
      const before = api.requests.length
      const client = gateway.send(request)
      const began = await waitUntil(() => client.received().includes('event: one'), 10_000)
      client.leave()
      // A request of the plugin's own may still be on its way when the client's has ended: it must stay quiet for a while.
      let quietPolls = 0
      const ended = await waitUntil(() => {
        quietPolls = open.size === 0 ? quietPolls + 1 : 0
        return quietPolls >= 20
      })
      if (!began || ended) return []
      const sent = api.requests.length - before
      return [
        {
          problem: `${open.size} of ${sent} requests to the provider go on after the client has left`,
          fix: 'send nothing of your own for a request of a client; the host ends what it sent itself',
        },
      ]
    }),
}
