import { Anthropic } from '@anthropic-ai/sdk'
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod'
import { type Judge, judge } from './support/judge.js'
import { findInput, form, found, jsonSchema, lookInput, pixel, type Scenario, system } from './support/scenarios.js'

const tools = [
  { name: 'look', description: 'Looks', input_schema: jsonSchema(lookInput) },
  { name: 'find', description: 'Finds', input_schema: jsonSchema(findInput) },
]

function requestOf({ prompt, image, reasoning, structured, limit = 8000, tools: isOffered }: Scenario, model: string) {
  const picture = { type: 'base64' as const, media_type: 'image/png' as const, data: pixel }
  return {
    model,
    max_tokens: limit,
    system,
    messages: [
      {
        role: 'user' as const,
        content: [
          { type: 'text' as const, text: prompt },
          ...(image ? [{ type: 'image' as const, source: picture }] : []),
        ],
      },
    ],
    ...(reasoning && { thinking: { type: 'adaptive' as const, display: 'summarized' as const } }),
    ...(reasoning && { output_config: { effort: 'medium' as const } }),
    ...(structured && { output_config: { format: { type: 'json_schema' as const, schema: jsonSchema(form) } } }),
    ...(isOffered && { tools }),
  }
}

const ask: Judge['ask'] = async ({ base, apiKey, model, scenario, streamed }) => {
  const client = new Anthropic({ apiKey, authToken: null, baseURL: base, maxRetries: 0 })
  const request = requestOf(scenario, model)
  if (scenario.results) {
    const runner = client.beta.messages.toolRunner({
      ...request,
      tools: [
        betaZodTool({
          name: 'look',
          description: 'Looks',
          inputSchema: lookInput,
          run: (input) => found('look', input),
        }),
        betaZodTool({
          name: 'find',
          description: 'Finds',
          inputSchema: findInput,
          run: (input) => found('find', input),
        }),
      ],
      stream: streamed,
    })
    const last = await runner.runUntilDone()
    return [last, runner.params.messages]
  }
  return streamed ? client.messages.stream(request).finalMessage() : client.messages.create(request)
}

judge({ sdk: '@anthropic-ai/sdk', dialect: 'anthropic-messages', ask })
