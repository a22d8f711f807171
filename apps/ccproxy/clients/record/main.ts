// `npm run record:clients`: what real agents send, as fixtures of `@ccproxy/formats`.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Agent } from '../agents/agent.ts'
import { claudeCode } from '../agents/claude-code.ts'
import { codex } from '../agents/codex.ts'
import { geminiCli } from '../agents/gemini-cli.ts'
import { opencode, opencodeChat, opencodeGemini, opencodeResponses } from '../agents/opencode.ts'
import { installAgent } from '../install-agent.ts'
import { pinnedVersions } from '../pinned-versions.ts'
import { dialectOf } from '../providers.ts'
import { runAgent } from '../run-agent.ts'
import { startRefusingProxy } from '../start-refusing-proxy.ts'
import { shapesOf } from './shapes-of.ts'
import { createShortener } from './shorten.ts'
import { type Recorder, type SentRequest, startRecorder } from './start-recorder.ts'

/** Agents send other fields to models that they know. */
const recordings: readonly (readonly [agent: Agent, ...models: string[]])[] = [
  [claudeCode, 'claude-opus-4-5', 'haiku', 'stand-in-1'],
  [codex, 'gpt-5.5', 'gpt-6.1-sol', 'stand-in-1'],
  [geminiCli, 'gemini-3.1-pro-preview', 'stand-in-1'],
  [opencode, 'claude-opus-4-5'],
  [opencodeChat, 'stand-in-1'],
  [opencodeResponses, 'gpt-5.5'],
  [opencodeGemini, 'gemini-3.1-pro-preview'],
]

const folder = fileURLToPath(new URL('../../../../packages/formats/src/__fixtures__/clients/', import.meta.url))

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
await using server = await startRecorder()
await using proxy = await startRefusingProxy()
for (const [agent, ...models] of recordings)
  for (const model of models) await record({ agent, model, recorder: server, wayOut: proxy.url })

interface Recording {
  readonly agent: Agent
  readonly model: string
  readonly recorder: Recorder
  readonly wayOut: string
}

async function record({ agent, model, recorder, wayOut }: Recording): Promise<void> {
  const program = await installAgent(agent)
  const turn = { base: recorder.origin, key: 'fake-token-1', model }
  const { code } = await runAgent({ agent, program, turn, wayOut })
  const requests = telling(recorder.takeRequests())
  console.log(`${agent.label}, ${model}: ended with ${code}, ${requests.length} requests`)
  for (const [index, { path, headers, body }] of requests.entries()) {
    const shorten = createShortener()
    const client = `${agent.label} ${pinnedVersions[agent.packageName]}`
    const fixture = {
      client,
      dialect: dialectOf(path),
      method: 'POST',
      path,
      headers: shorten(headers),
      body: shorten(body),
    }
    await writeFile(`${folder}${agent.id}-${model}-${index + 1}.json`, `${JSON.stringify(fixture, undefined, 2)}\n`)
  }
}

/** Without those that another one says all of. */
function telling(requests: readonly SentRequest[]): readonly SentRequest[] {
  const kept: { readonly request: SentRequest; readonly shapes: ReadonlySet<string> }[] = []
  for (const request of requests.toReversed()) {
    const shapes = shapesOf(request.body)
    if (!kept.some((other) => [...shapes].every((shape) => other.shapes.has(shape)))) kept.unshift({ request, shapes })
  }
  return kept.map(({ request }) => request)
}
