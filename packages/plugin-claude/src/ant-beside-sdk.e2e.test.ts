// The official SDK reads and renews the profile of the ant CLI while we serve tokens from the same file: it redeems, we never do.
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ProviderPluginRuntime } from '@ccproxy/core'
import { createTestServices, startProgram } from '@ccproxy/testkit'
import { type AnthropicStandIn, startAnthropic } from '@ccproxy/testkit/providers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { factory } from './plugin.js'

const sdkClient = fileURLToPath(new URL('__fixtures__/sdk-client.ts', import.meta.url))
const key = { provider: 'claude', account: 'default' }

let standIn: AnthropicStandIn
let runtime: ProviderPluginRuntime
beforeEach(async () => {
  // The SDK renews what lives no longer than half a minute, so it does at each of its requests.
  standIn = await startAnthropic({ lifetimeSeconds: 30 })
  const environment = { ANTHROPIC_CONFIG_DIR: standIn.antDirectory, PATH: standIn.environment['PATH'] }
  runtime = await factory.create({ baseUrl: standIn.origin }, createTestServices({ environment }))
})
afterEach(async () => {
  await runtime.stop()
  await standIn.stop()
})

it('serves what the SDK renews, without a redeem of ours and without a failed request', async () => {
  await using sdk = startProgram(sdkClient, {
    args: ['14000'],
    environment: {
      ANTHROPIC_CONFIG_DIR: standIn.antDirectory,
      ANTHROPIC_API_KEY: undefined,
      ANTHROPIC_AUTH_TOKEN: undefined,
      ANTHROPIC_BASE_URL: undefined,
      ANTHROPIC_PROFILE: undefined,
    },
  })
  const answers: string[] = []
  const revisions = new Set<string>()
  await expect.poll(() => standIn.tokenRequests.length, { timeout: 20_000 }).toBeGreaterThan(0)
  while (sdk.process.exitCode === null && sdk.process.signalCode === null) {
    const seen = await Promise.all(Array.from({ length: 4 }, () => runtime.health(AbortSignal.timeout(10_000))))
    answers.push(...seen.map(({ status }) => status))
    revisions.add((await runtime.manager.acquire(key)).revision)
    await delay(25)
  }
  expect(await sdk.ended()).toBe(0)
  const told: unknown = JSON.parse(sdk.stdout)
  expect(told).toMatchObject({ failures: [] })

  expect(answers.length).toBeGreaterThan(100)
  expect(new Set(answers)).toEqual(new Set(['ok']))
  // Tokens of several generations were served, each made by the SDK.
  expect(revisions.size).toBeGreaterThanOrEqual(2)
  expect(standIn.tokenRequests.length).toBeGreaterThan(20)
  expect(new Set(standIn.tokenRequests.map(({ status }) => status))).toEqual(new Set([200]))
  for (const { userAgent } of standIn.tokenRequests) expect(userAgent).toMatch(/anthropic/i)
})
