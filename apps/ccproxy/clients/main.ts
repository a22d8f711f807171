// `npm run test:clients`: real agents, headless, through the program that was built, to providers on loopback.
import { parseArgs } from 'node:util'
import type { Agent, Command } from './agents/agent.ts'
import { agents } from './agents.ts'
import { AgentUnavailable, installAgent } from './install-agent.ts'
import { type Addressing, type Journey, type Outcome, travel } from './journey.ts'
import { pinnedVersions } from './pinned-versions.ts'
import { providers } from './providers.ts'
import { printReport, type ReportLine } from './report.ts'
import { startRefusingProxy } from './start-refusing-proxy.ts'
import { startServedProxy } from './start-served-proxy.ts'

const {
  client,
  provider,
  forwarded = false,
} = parseArgs({
  options: {
    client: { type: 'string', multiple: true },
    provider: { type: 'string', multiple: true },
    forwarded: { type: 'boolean' },
  },
}).values

process.exitCode = await main()

/** @returns the exit code: 1 = something failed, or was skipped where nothing may be; 2 = there is no such client or provider */
async function main(): Promise<number> {
  const wantedAgents = wanted(agents, client)
  const wantedProviders = wanted(providers, provider)
  if (wantedAgents === undefined || wantedProviders === undefined) {
    console.error(`Clients: ${agents.map(({ id }) => id).join(', ')}`)
    console.error(`Providers: ${providers.map(({ id }) => id).join(', ')}`)
    return 2
  }
  const skipped: string[] = []
  const programs = new Map<Agent, Command>()
  for (const agent of wantedAgents) {
    try {
      programs.set(agent, await installAgent(agent))
    } catch (error) {
      if (!(error instanceof AgentUnavailable)) throw error
      skipped.push(`${agent.label}: ${error.message}`)
    }
  }
  const journeys = [...programs].flatMap(([agent, program]) => journeysOf(agent, program))
  const lines = await travelAll(journeys.filter((journey) => wantedProviders.includes(journey.provider)))
  printReport(lines, skipped)
  const failed = lines.some(({ outcome }) => outcome.problems.length > 0)
  return failed || (skipped.length > 0 && process.env['CI'] === 'true') ? 1 : 0
}

/** @returns undefined when one of the names is nobody's */
function wanted<Named extends { readonly id: string }>(
  all: readonly Named[],
  names: readonly string[] | undefined,
): readonly Named[] | undefined {
  if (names === undefined) return all
  return names.every((name) => all.some(({ id }) => id === name))
    ? all.filter(({ id }) => names.includes(id))
    : undefined
}

/** Every provider by its path; one that speaks something else by the name of the model, too. */
function journeysOf(agent: Agent, program: Command): readonly Journey[] {
  const by = (addressing: Addressing) => (one: (typeof providers)[number]) => ({
    agent,
    program,
    provider: one,
    addressing,
  })
  const foreign = providers.filter(({ dialects }) => !dialects.includes(agent.dialect))
  return [...providers.map(by('path')), ...foreign.slice(0, 1).map(by('model'))]
}

async function travelAll(journeys: readonly Journey[]): Promise<readonly ReportLine[]> {
  if (journeys.length === 0) return []
  await using wayOut = await startRefusingProxy()
  await using served = await startServedProxy(providers, forwarded)
  const lines: ReportLine[] = []
  for (const journey of journeys) {
    const { agent, addressing } = journey
    const outcome: Outcome = await travel(journey, served, wayOut.url)
    console.log(
      `${outcome.problems.length === 0 ? '✓' : '✗'} ${agent.label} → ${journey.provider.id} (by ${addressing})`,
    )
    lines.push({ journey, version: pinnedVersions[agent.packageName], outcome, refused: wayOut.takeRefused() })
  }
  return lines
}
