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

type Request = OpenAI.Responses.ResponseCreateParamsNonStreaming

const tools = [{ type: 'function' as const, ...weatherTool, strict: false }]

function ask(base: string, request: Request, streamed: boolean): Promise<OpenAI.Responses.Response> {
  const { responses } = openaiSdk(base)
  return streamed ? responses.stream({ ...request, stream: true }).finalResponse() : responses.create(request)
}

const request: Request = { model, instructions, input: words }

export const responsesClient: SdkClient = {
  async toolRound(base, streamed) {
    const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: wordsForTool }]
    const first = await ask(base, { model, input, tools }, streamed)
    const call = first.output.find((item) => item.type === 'function_call')
    if (call === undefined) throw new Error('no tool was called')
    const { call_id, name, arguments: json } = call
    input.push(
      { type: 'function_call', call_id, name, arguments: json },
      { type: 'function_call_output', call_id, output: JSON.stringify(toolResult) },
    )
    return [said(first), said(await ask(base, { model, input, tools }, streamed))]
  },
  failure: (base, failing) => openaiFailure(openaiSdk(base).responses.create({ ...request, model: failing })),
}

function said(response: OpenAI.Responses.Response): Said {
  const { output, output_text: text, status, incomplete_details: incomplete, usage, model: answering } = response
  return {
    text,
    calls: output.flatMap((item) =>
      item.type === 'function_call' ? [{ name: item.name, input: JSON.parse(item.arguments) }] : [],
    ),
    finish: incomplete?.reason ?? status,
    model: answering,
    tokens: [usage?.input_tokens, usage?.output_tokens],
  }
}
