import { type Passage, refusedOnItsWay, withPassage } from '../bench/pass-through.js'
import { waitUntil } from '../bench/wait-until.js'
import type { ClientRequestFixture } from '../client-requests/client-request.js'
import type { Finding, FlowRule } from '../rule.js'

const first = 'event: one\ndata: {"text":"Grüße"}\n\n'
const rest = ': a comment\n\nevent: two\ndata: {"text":"🦊"}\n\n'
const contentType = 'text/event-stream; charset=utf-8'

export const stream: FlowRule = {
  about: 'flow',
  id: 'stream',
  title: 'a stream reaches the client as it comes, byte for byte',
  check: (flow) =>
    withPassage(flow, async (passage) => {
      const request = passage.requests.find(({ body }) => body?.['stream'] === true || body?.['contents'] !== undefined)
      return request === undefined ? [] : judge(passage, request)
    }),
}

async function judge({ api, gateway, answer }: Passage, sent: ClientRequestFixture): Promise<readonly Finding[]> {
  const { promise: held, resolve: release } = Promise.withResolvers<undefined>()
  answer(async (_request, response) => {
    response.writeHead(200, { 'content-type': contentType })
    response.write(first)
    await held
    response.end(rest)
  })
  const before = api.requests.length
  const client = gateway.send(sent)
  const cameFirst = await waitUntil(() => client.received().includes('Grüße'))
  release(undefined)
  const response = await client.answer()
  const upstream = api.requests.slice(before)
  if (upstream.length === 0) return [refusedOnItsWay({ sent, response, upstream })]
  const findings: Finding[] = []
  if (response.body !== first + rest) {
    findings.push({
      problem: 'the bytes of a stream are not those that the provider sent',
      fix: 'never write into `bytes` of provider.stream.chunk: they are on their way to the client',
    })
  } else if (!cameFirst) {
    findings.push({
      problem: 'the first event of a stream waits for the last',
      fix: 'do not set `forceStream`, and do not collect the answer',
    })
  }
  if (response.header('content-type') !== contentType) {
    findings.push({
      problem: `the content-type of a stream reaches the client as ${response.header('content-type') ?? 'nothing'}`,
      fix: 'leave the headers of answers alone: take the response interceptor out',
    })
  }
  return findings
}
