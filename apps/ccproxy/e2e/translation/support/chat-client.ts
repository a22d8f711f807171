import type { OpenAI } from 'openai'
import { openaiFailure, openaiSdk } from './openai-sdk.js'
import {
  instructions,
  model,
  type Said,
  type SdkClient,
  toolResult,
  weatherTool,
  words,
  wordsForTool,
} from './sdk-client.js'

type Request = OpenAI.ChatCompletionCreateParamsNonStreaming

const tools = [{ type: 'function' as const, function: weatherTool }]

function ask(base: string, request: Request, streamed: boolean): Promise<OpenAI.ChatCompletion> {
  const { completions } = openaiSdk(base).chat
  if (!streamed) return completions.create(request)
  return completions.stream({ ...request, stream: true, stream_options: { include_usage: true } }).finalChatCompletion()
}

const request: Request = {
  model,
  messages: [
    { role: 'system', content: instructions },
    { role: 'user', content: words },
  ],
}

export const chatClient: SdkClient = {
  async toolRound(base, streamed) {
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: wordsForTool }]
    const first = await ask(base, { model, messages, tools }, streamed)
    const message = first.choices[0]?.message
    const id = message?.tool_calls?.[0]?.id ?? ''
    if (message !== undefined) messages.push(message)
    messages.push({ role: 'tool', tool_call_id: id, content: JSON.stringify(toolResult) })
    return [said(first), said(await ask(base, { model, messages, tools }, streamed))]
  },
  failure: (base, failing) => openaiFailure(openaiSdk(base).chat.completions.create({ ...request, model: failing })),
}

function said({ choices, usage, model: answering }: OpenAI.ChatCompletion): Said {
  const [choice] = choices
  const calls = choice?.message.tool_calls ?? []
  return {
    text: choice?.message.content ?? '',
    calls: calls.flatMap((call) =>
      call.type === 'function' ? [{ name: call.function.name, input: JSON.parse(call.function.arguments) }] : [],
    ),
    finish: choice?.finish_reason,
    model: answering,
    tokens: [usage?.prompt_tokens, usage?.completion_tokens],
  }
}
