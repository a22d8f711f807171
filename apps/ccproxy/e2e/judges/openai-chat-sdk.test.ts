import { OpenAI } from 'openai'
import { zodFunction, zodResponseFormat } from 'openai/helpers/zod'
import { type Judge, judge } from './support/judge.js'
import { findInput, form, found, lookInput, pixel, type Scenario, system } from './support/scenarios.js'

const offered = [
  zodFunction({ name: 'look', parameters: lookInput, function: (input) => found('look', input) }),
  zodFunction({ name: 'find', parameters: findInput, function: (input) => found('find', input) }),
]

function requestOf({ prompt, image, reasoning, structured, limit }: Scenario, model: string) {
  const picture = { type: 'image_url' as const, image_url: { url: `data:image/png;base64,${pixel}` } }
  return {
    model,
    messages: [
      { role: 'system' as const, content: system },
      {
        role: 'user' as const,
        content: image ? [{ type: 'text' as const, text: prompt }, picture] : prompt,
      },
    ],
    ...(reasoning && { reasoning_effort: 'medium' as const }),
    ...(structured && { response_format: zodResponseFormat(form, 'form') }),
    ...(limit !== undefined && { max_completion_tokens: limit }),
  }
}

const ask: Judge['ask'] = async ({ base, apiKey, model, scenario, streamed }) => {
  const { completions } = new OpenAI({ apiKey, baseURL: `${base}/v1`, maxRetries: 0 }).chat
  const request = requestOf(scenario, model)
  const usage = { stream_options: { include_usage: true } }
  if (scenario.results) {
    const runner = streamed
      ? completions.runTools({ ...request, ...usage, tools: offered, stream: true })
      : completions.runTools({ ...request, tools: offered })
    return [await runner.finalChatCompletion(), runner.messages]
  }
  const tools = scenario.tools ? { tools: offered } : {}
  if (streamed) return completions.stream({ ...request, ...usage, ...tools }).finalChatCompletion()
  // What was cut off, it does not parse.
  if (scenario.limit !== undefined) return completions.create(request)
  return completions.parse({ ...request, ...tools })
}

// A summary is asked for by a word of Responses, and not every account of OpenAI may have one.
judge({ sdk: 'openai, chat', dialect: 'openai-chat', ask, thoughtless: ['openai-responses'] })
