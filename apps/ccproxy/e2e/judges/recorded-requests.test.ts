// What real agents sent, through the proxy to providers of other dialects: each takes it and answers as the agent expects.
import { readdirSync, readFileSync } from 'node:fs'
import type { Dialect } from '@ccproxy/core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Gateway, type PluginName, patience, startGateway } from './support/start-gateway.js'

interface Recording {
  readonly dialect: Dialect
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

const folder = new URL('../../../../packages/formats/src/__fixtures__/clients/', import.meta.url)
const names = readdirSync(folder)
const read = (name: string): Recording => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))

interface Provider {
  readonly plugin: PluginName
  readonly model: string
  readonly speaks: readonly Dialect[]
}

const providers: readonly Provider[] = [
  { plugin: 'claude', model: 'claude-sonnet-5', speaks: ['anthropic-messages'] },
  { plugin: 'openai', model: 'gpt-5', speaks: ['openai-chat', 'openai-responses'] },
  { plugin: 'gemini', model: 'gemini-3-pro', speaks: ['gemini', 'openai-chat'] },
  { plugin: 'huggingface', model: 'deepseek-reasoner', speaks: ['openai-chat'] },
]

/** How an answer of each dialect says that it calls a tool, and that it is complete. */
const marks: Readonly<Record<Dialect, { readonly call: RegExp; readonly end: RegExp }>> = {
  'anthropic-messages': { call: /"tool_use"/, end: /"message_stop"/ },
  'openai-chat': { call: /"tool_calls"/, end: /\[DONE\]/ },
  'openai-responses': { call: /"function_call"/, end: /"response\.completed"/ },
  gemini: { call: /"functionCall"/, end: /"finishReason":"STOP"/ },
}
/** What tools said in the recordings: the offline model repeats it. */
const result = /heliotrope|Chunk/

vi.setConfig(patience)

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway[Symbol.asyncDispose]())

/** Recordings have no whole values of long headers; `fetch` writes those of the connection. */
function sentHeaders({ headers }: Recording): Record<string, string> {
  const ofConnection = new Set(['host', 'connection', 'accept-encoding'])
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => !ofConnection.has(name) && !value.includes('…')),
  )
}

/** Tools in groups have longer names than the one that the person wrote: the offline model calls none. */
const isGrouped = (body: object): boolean => !('tools' in body)

describe.each(names)('%s', (name) => {
  const recording = read(name)
  const { dialect, path, body } = recording
  const expected = result.test(JSON.stringify(body)) ? result : isGrouped(body) ? /said:/ : marks[dialect].call

  test.each(providers.filter(({ speaks }) => !speaks.includes(dialect)))(
    '$plugin answers',
    async ({ plugin, model }) => {
      expect(gateway.upstreamDialect(plugin, dialect)).not.toBe(dialect)
      const response = await fetch(gateway.base(plugin) + path.replace(/models\/[^:]+/, `models/${model}`), {
        method: 'POST',
        headers: sentHeaders(recording),
        body: JSON.stringify('model' in body ? { ...body, model } : body),
      })
      const answer = await response.text()
      expect({ status: response.status, answer }).toMatchObject({ status: 200 })
      expect(answer).toMatch(expected)
      expect(answer).toMatch(marks[dialect].end)
    },
  )
})
