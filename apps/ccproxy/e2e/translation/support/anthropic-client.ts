import { Anthropic, APIError } from '@anthropic-ai/sdk'
import {
  apiKey,
  instructions,
  model,
  type Said,
  type SdkClient,
  thrownBy,
  toolResult,
  weatherTool,
  words,
  wordsForTool,
} from './sdk-client.js'

const sdk = (base: string): Anthropic => new Anthropic({ apiKey, authToken: null, baseURL: base, maxRetries: 0 })

const { name, description, parameters } = weatherTool
const tools = [{ name, description, input_schema: parameters }]

type Request = Anthropic.MessageCreateParamsNonStreaming

function ask(base: string, request: Request, streamed: boolean): Promise<Anthropic.Message> {
  const { messages } = sdk(base)
  return streamed ? messages.stream(request).finalMessage() : messages.create(request)
}

const request: Request = {
  model,
  max_tokens: 100,
  system: instructions,
  messages: [{ role: 'user', content: words }],
}

export const anthropicClient: SdkClient = {
  async toolRound(base, streamed) {
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: wordsForTool }]
    const first = await ask(base, { ...request, messages, tools }, streamed)
    const call = first.content.find((block) => block.type === 'tool_use')
    const result = { type: 'tool_result' as const, tool_use_id: call?.id ?? '', content: JSON.stringify(toolResult) }
    messages.push({ role: 'assistant', content: first.content }, { role: 'user', content: [result] })
    return [said(first), said(await ask(base, { ...request, messages, tools }, streamed))]
  },
  async failure(base, failing) {
    const error = await thrownBy(sdk(base).messages.create({ ...request, model: failing }))
    if (!(error instanceof APIError)) throw error
    const { status, type, headers, requestID } = error
    const hasId = typeof requestID === 'string' && error.message.includes(requestID)
    return { name: error.constructor.name, status, type, hasId, retryAfter: headers.get('retry-after') }
  },
}

function said({ content, stop_reason: finish, usage, model: answering }: Anthropic.Message): Said {
  return {
    text: content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join(''),
    calls: content.flatMap((block) => (block.type === 'tool_use' ? [{ name: block.name, input: block.input }] : [])),
    finish,
    model: answering,
    tokens: [usage.input_tokens, usage.output_tokens],
  }
}
