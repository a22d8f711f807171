// One agent on its way through the proxy to one provider, and what is wrong with what came of it.
import type { Dialect } from '@ccproxy/core'
import type { ProviderStandIn } from '@ccproxy/testkit/providers'
import type { Agent, Command, Turn } from './agents/agent.ts'
import { dialectOf, type Provider } from './providers.ts'
import { type AgentResult, runAgent } from './run-agent.ts'
import { clientKey, type ServedProxy } from './start-served-proxy.ts'

/** How the agent says which provider it wants: `/{provider}/v1/…`, or `/v1/…` with the model `{provider}/…`. */
export type Addressing = 'path' | 'model'

export interface Journey {
  readonly agent: Agent
  readonly program: Command
  readonly provider: Provider
  readonly addressing: Addressing
}

export interface Outcome {
  /** What the provider was spoken to in. */
  readonly dialects: readonly Dialect[]
  readonly answered: boolean
  readonly toolCalled: boolean
  /** Why it failed; none: it did not. */
  readonly problems: readonly string[]
  /** What the proxy logged above `info` meanwhile. */
  readonly warnings: readonly string[]
  readonly result: AgentResult
}

const model = 'stand-in-1'

export async function travel(journey: Journey, served: ServedProxy, wayOut: string): Promise<Outcome> {
  const { agent, program, provider, addressing } = journey
  const standIn = served.standIns.get(provider.id)
  if (standIn === undefined) throw new Error(`nobody stands in for ${provider.id}`)
  const before = { requests: standIn.apiRequests.length, output: served.output().length }
  const turn: Omit<Turn, 'prompt'> =
    addressing === 'path'
      ? { base: `${served.origin}/${provider.id}`, key: clientKey, model }
      : { base: served.origin, key: clientKey, model: `${provider.id}/${model}` }
  const result = await runAgent({ agent, program, turn, wayOut })
  const warnings = served.output().slice(before.output).split('\n').filter(isWarning)
  return { ...judge(journey, result, standIn.apiRequests.slice(before.requests)), warnings }
}

/** By pino's number or by its name. */
const isWarning = (line: string): boolean => /"level":(?:[456]0|"(?:warn|error|fatal)")/.test(line)

function judge(
  { agent, provider }: Journey,
  result: AgentResult,
  requests: ProviderStandIn['apiRequests'],
): Omit<Outcome, 'warnings'> {
  const spoken = requests.flatMap(({ path }) => dialectOf(path) ?? [])
  const dialects = [...new Set(spoken)]
  const expected = provider.dialects.includes(agent.dialect) ? [agent.dialect] : provider.dialects
  // The offline model repeats what the tool said, so the word has been read, sent, and answered.
  const [, answer] = result.stdout.split(`This is ${model}, offline. The tool said:`)
  const answered = result.code === 0 && result.stdout.includes(`This is ${model}, offline.`)
  const toolCalled = answer?.includes(result.word) ?? false
  const findings: readonly (readonly [wrong: boolean, problem: string])[] = [
    [result.timedOut, 'it took too long'],
    [result.code !== 0, `it ended with ${result.code}`],
    [!answered, 'it did not print the answer'],
    [answered && !toolCalled, 'the result of the tool did not come back'],
    [spoken.length < 2, `the provider was asked ${spoken.length} times`],
    [dialects.some((dialect) => !expected.includes(dialect)), `the provider was spoken to in ${dialects.join(', ')}`],
    [JSON.stringify(requests).includes(clientKey), 'the provider saw the key of the client'],
  ]
  const problems = findings.filter(([wrong]) => wrong).map(([, problem]) => problem)
  return { dialects, answered, toolCalled, problems, result }
}
