// One SDK in front of every provider's plugin: what it makes of their answers is what it makes of a provider of its own
// dialect that it reaches without a proxy.
import type { Dialect } from '@ccproxy/core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { endApp, fakeSnapshot, startApp } from '../../../src/app/__fixtures__/start-app.js'
import { comparable } from './comparable.js'
import { type Scenario, scenarios, thought } from './scenarios.js'
import { type Gateway, patience, pluginNames, startGateway } from './start-gateway.js'

interface Asked {
  /** Where the API begins, without a version. */
  readonly base: string
  readonly apiKey: string
  readonly model: string
  readonly scenario: Scenario
  readonly streamed: boolean
}

/** @returns the final object of the SDK, or all of them where it takes turns */
type Ask = (asked: Asked) => Promise<unknown>

export interface Judge {
  readonly sdk: string
  /** What it speaks. */
  readonly dialect: Dialect
  readonly ask: Ask
  /** Dialects of providers that show this SDK no thoughts, because its own has no word to ask for them. */
  readonly thoughtless?: readonly Dialect[]
  /** The SDK reads no thoughts in this dialect, whoever sends them. */
  readonly readsNoThoughts?: true
}

const dialects = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini'] as const

/** Models that think, each in the dialect of its maker; the offline model answers to any name. */
const models: Readonly<Record<Dialect, string>> = {
  'anthropic-messages': 'claude-sonnet-5',
  'openai-chat': 'deepseek-reasoner',
  'openai-responses': 'gpt-5',
  gemini: 'gemini-3-pro',
}

/** Every provider that speaks more than one dialect speaks Chat Completions; one that does not is made up. */
const madeUp: Readonly<Partial<Record<Dialect, readonly Dialect[]>>> = { 'openai-chat': ['openai-responses', 'gemini'] }

interface Target {
  readonly base: string
  /** What it is asked in. */
  readonly upstream: Dialect
}

export function judge({ sdk, dialect, ask, thoughtless = [], readsNoThoughts }: Judge): void {
  vi.setConfig(patience)
  const others = madeUp[dialect] ?? []
  let gateway: Gateway
  const targets = new Map<string, Target>()
  const native = new Map<string, unknown>()

  beforeAll(async () => {
    gateway = await startGateway()
    for (const name of pluginNames)
      targets.set(name, { base: gateway.base(name), upstream: gateway.upstreamDialect(name, dialect) })
    const { origin: baseUrl, apiKey } = gateway.sandbox
    for (const upstream of others) {
      const snapshot = { ...fakeSnapshot(), reveal: () => apiKey }
      const { port } = await startApp({ baseUrl, dialects: [upstream], snapshot })
      targets.set(upstream, { base: `http://127.0.0.1:${port}/claude`, upstream })
    }
  })
  afterAll(async () => {
    await endApp()
    await gateway[Symbol.asyncDispose]()
  })

  /** Once for each question. */
  async function ownAnswer(asked: Omit<Asked, 'base'>): Promise<unknown> {
    const question = JSON.stringify(asked)
    if (!native.has(question)) native.set(question, await ask({ ...asked, base: gateway.sandbox.origin }))
    return native.get(question)
  }

  test(`${sdk} meets providers of every dialect`, () => {
    expect(new Set([...targets.values()].map(({ upstream }) => upstream))).toEqual(new Set(dialects))
  })

  describe.each([...pluginNames, ...others])(`${sdk} with %s`, (name) => {
    describe.each(scenarios)('$name', (scenario) => {
      test.each([false, true])('streamed: %s', async (streamed) => {
        const { base, upstream } = targets.get(name) ?? { base: '', upstream: dialect }
        const asked = { apiKey: gateway.sandbox.apiKey, model: models[upstream], scenario, streamed }
        const isHidden = scenario.reasoning === true && thoughtless.includes(upstream)
        const own = await ownAnswer(isHidden ? { ...asked, scenario: { ...scenario, reasoning: false } } : asked)
        const missing = scenario.shows.filter((text) => !JSON.stringify(own).includes(text))
        expect(missing).toEqual(scenario.reasoning && (isHidden || readsNoThoughts) ? [thought] : [])
        expect(comparable(await ask({ ...asked, base }))).toEqual(comparable(own))
      })
    })
  })
}
