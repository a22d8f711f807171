// One SDK, its own dialect, and providers of every dialect: what it makes of their answers is what it makes of its own.
import type { Dialect } from '@ccproxy/core'
import { type Sandbox, startSandbox } from '@ccproxy/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endApp, fakeSnapshot, startApp } from '../../../src/app/__fixtures__/start-app.js'
import { comparable } from './comparable.js'
import { type Scenario, scenarios, thought } from './scenarios.js'

interface Asked {
  /** Where the API begins, without a version. */
  readonly base: string
  readonly apiKey: string
  readonly model: string
  readonly scenario: Scenario
  readonly streamed: boolean
}

/** @returns the final object of the SDK, or all of them where it takes turns */
export type Ask = (asked: Asked) => Promise<unknown>

/** Models that think, each in the dialect of its maker; the offline model answers to any name. */
const models: Readonly<Record<Dialect, string>> = {
  'anthropic-messages': 'claude-sonnet-5',
  'openai-chat': 'deepseek-reasoner',
  'openai-responses': 'gpt-5',
  gemini: 'gemini-3-pro',
}
const dialects = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini'] as const

export interface Exceptions {
  /** Providers that show this SDK no thoughts: its dialect has no word to ask for them. */
  readonly thoughtless?: readonly Dialect[]
  /** The SDK reads no thoughts in this dialect, whoever sends them. */
  readonly readsNoThoughts?: true
}

export function judge(sdk: string, ask: Ask, { thoughtless = [], readsNoThoughts }: Exceptions = {}): void {
  let sandbox: Sandbox
  const bases = new Map<Dialect, string>()

  beforeAll(async () => {
    sandbox = await startSandbox()
    for (const dialect of dialects) {
      const snapshot = { ...fakeSnapshot(), reveal: () => sandbox.apiKey }
      const { port } = await startApp({ baseUrl: sandbox.origin, dialects: [dialect], snapshot })
      bases.set(dialect, `http://127.0.0.1:${port}/claude`)
    }
  })
  afterAll(async () => {
    await endApp()
    await sandbox.close()
  })

  describe.each(dialects)(`${sdk} with a provider of %s`, (dialect) => {
    describe.each(scenarios)('$name', (scenario) => {
      test.each([false, true])('streamed: %s', async (streamed) => {
        const { apiKey, origin } = sandbox
        const asked = { apiKey, model: models[dialect], scenario, streamed }
        const isHidden = scenario.reasoning === true && thoughtless.includes(dialect)
        const equivalent = isHidden ? { ...scenario, reasoning: false } : scenario
        const own = await ask({ ...asked, scenario: equivalent, base: origin })
        const translated = await ask({ ...asked, base: bases.get(dialect) ?? '' })
        const missing = scenario.shows.filter((text) => !JSON.stringify(own).includes(text))
        expect(missing).toEqual(scenario.reasoning && (isHidden || readsNoThoughts) ? [thought] : [])
        expect(comparable(translated)).toEqual(comparable(own))
      })
    })
  })
}
