import { OpenAI } from 'openai'
import { zodResponsesFunction, zodTextFormat } from 'openai/helpers/zod'
import type { Response, ResponseInputItem } from 'openai/resources/responses/responses'
import { type Judge, judge } from './support/judge.js'
import { findInput, form, found, lookInput, pixel, type Scenario, system } from './support/scenarios.js'

const offered = [
  zodResponsesFunction({ name: 'look', parameters: lookInput }),
  zodResponsesFunction({ name: 'find', parameters: findInput }),
]

function requestOf({ image, reasoning, structured, limit, tools }: Scenario, model: string) {
  const picture = { type: 'input_image' as const, detail: 'auto' as const, image_url: `data:image/png;base64,${pixel}` }
  return {
    request: {
      model,
      store: false,
      instructions: system,
      include: ['reasoning.encrypted_content' as const],
      ...(reasoning && { reasoning: { effort: 'medium' as const, summary: 'auto' as const } }),
      ...(structured && { text: { format: zodTextFormat(form, 'form') } }),
      ...(tools && { tools: offered }),
      ...(limit !== undefined && { max_output_tokens: limit }),
    },
    pictures: image ? [picture] : [],
  }
}

/** Without what OpenAI repeats of the request, which the offline model does not. */
function answerOf({
  object,
  status,
  error,
  incomplete_details,
  model,
  output,
  output_text,
  usage,
  ...rest
}: Response): unknown {
  const parsed = 'output_parsed' in rest ? rest.output_parsed : undefined
  return { object, status, error, incomplete_details, model, output, output_text, usage, parsed }
}

const ask: Judge['ask'] = async ({ base, apiKey, model, scenario, streamed }) => {
  const { responses } = new OpenAI({ apiKey, baseURL: `${base}/v1`, maxRetries: 0 })
  const { request, pictures } = requestOf(scenario, model)
  const content = [{ type: 'input_text' as const, text: scenario.prompt }, ...pictures]
  const input: ResponseInputItem[] = [{ role: 'user', content }]
  const turn = async () =>
    streamed ? responses.stream({ ...request, input }).finalResponse() : responses.parse({ ...request, input })
  const first = await turn()
  if (!scenario.results) return answerOf(first)
  for (const item of first.output) {
    if (item.type === 'reasoning' || item.type === 'message' || item.type === 'function_call') input.push(item)
  }
  for (const item of first.output) {
    if (item.type !== 'function_call') continue
    const output = found(item.name, JSON.parse(item.arguments))
    input.push({ type: 'function_call_output', call_id: item.call_id, output })
  }
  return [answerOf(first), answerOf(await turn())]
}

judge({ sdk: 'openai, responses', dialect: 'openai-responses', ask })
