// A thinking model calls tools, and its provider wants its signatures and ids back: through every official SDK.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FormatError } from '../format-error.js'
import type { Dialect } from '../model/dialect.js'
import { sdkClients } from './__fixtures__/sdk-clients.js'
import { done } from './__fixtures__/strict-provider.js'
import { strictProviders } from './__fixtures__/strict-providers.js'
import type { TalkTurn } from './__fixtures__/talk.js'
import { startTranslatingServer, type TranslatingServer } from './__fixtures__/translating-server.js'

const dialects: readonly Dialect[] = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini']
const pairs = dialects.flatMap((client) =>
  dialects.filter((provider) => provider !== client).map((provider) => ({ client, provider })),
)

let server: TranslatingServer

beforeAll(async () => {
  server = await startTranslatingServer()
})
afterAll(() => server.close())

function turn(client: Dialect, provider: Dialect): TalkTurn {
  return { base: server.base(client, provider), model: strictProviders[provider].model }
}

describe.each(pairs)('$client through to $provider', ({ client, provider }) => {
  test.each([false, true])('takes its second turn (streamed: %s)', async (streamed) => {
    const first = turn(client, provider)
    expect(await sdkClients[client]({ first, second: first, streamed })).toBe(done)
  })

  test.each(dialects.filter((other) => other !== provider))(
    'hands over to %s in the middle of a turn',
    async (other) => {
      const [first, second] = [turn(client, provider), turn(client, other)]
      for (const streamed of [false, true]) expect(await sdkClients[client]({ first, second, streamed })).toBe(done)
    },
  )
})

describe.each(dialects)('the stand-in of %s', (provider) => {
  const client = provider === 'anthropic-messages' ? 'gemini' : 'anthropic-messages'

  async function secondTurn(): Promise<string> {
    const first = turn(client, provider)
    await sdkClients[client]({ first, second: first, streamed: false })
    return JSON.stringify(server.lastAsked())
  }

  test.each(strictProviders[provider].proofs)('refuses a turn without %s', async (proof) => {
    const asked = await secondTurn()
    expect(asked).toContain(proof)
    for (const other of ['changed', '', `${proof}x`])
      expect(() => strictProviders[provider].answer(JSON.parse(asked.replaceAll(proof, other)))).toThrow(FormatError)
  })
})
