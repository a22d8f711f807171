import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { generateText, type LanguageModel, Output, stepCountIs, streamText, type ToolSet, tool } from 'ai'
import { vi } from 'vitest'
import { type Judge, judge } from './support/judge.js'
import { findInput, form, found, lookInput, pixel, type Scenario, system } from './support/scenarios.js'

// That the offline model of Gemini does not sign every call.
vi.stubGlobal('AI_SDK_LOG_WARNINGS', false)

type Options = Parameters<typeof generateText>[0]
type ProviderOptions = NonNullable<Options['providerOptions']>

/** How each provider of the SDK is told to think. */
const thinking: ProviderOptions = {
  anthropic: { thinking: { type: 'adaptive', display: 'summarized' }, effort: 'medium' },
  // It knows thinking models by the names of OpenAI.
  openai: { reasoningEffort: 'medium', reasoningSummary: 'auto', forceReasoning: true },
  google: { thinkingConfig: { includeThoughts: true, thinkingLevel: 'high' } },
}
const stateless: ProviderOptions = { openai: { store: false } }

const look = { description: 'Looks', inputSchema: lookInput }
const find = { description: 'Finds', inputSchema: findInput }
const offered: ToolSet = { look: tool(look), find: tool(find) }
const answering: ToolSet = {
  look: tool({ ...look, execute: (input) => found('look', input) }),
  find: tool({ ...find, execute: (input) => found('find', input) }),
}

function optionsOf(scenario: Scenario, model: LanguageModel) {
  const { prompt, image, reasoning, structured, limit, tools, results } = scenario
  const picture = { type: 'file' as const, data: Buffer.from(pixel, 'base64'), mediaType: 'image/png' }
  return {
    model,
    system,
    maxRetries: 0,
    messages: [
      { role: 'user' as const, content: [{ type: 'text' as const, text: prompt }, ...(image ? [picture] : [])] },
    ],
    providerOptions: reasoning ? { ...thinking, openai: { ...thinking['openai'], ...stateless['openai'] } } : stateless,
    ...(structured && { output: Output.object({ schema: form }) }),
    ...(tools && { tools: results ? answering : offered }),
    ...(limit !== undefined && { maxOutputTokens: limit }),
    stopWhen: stepCountIs(3),
  }
}

interface Step {
  readonly content: unknown
  readonly finishReason: unknown
  readonly usage: { readonly inputTokens: unknown; readonly outputTokens: unknown; readonly totalTokens: unknown }
}

/** What every provider tells of usage; how they divide it further is their own. */
function plain({ content, finishReason, usage: { inputTokens, outputTokens, totalTokens } }: Step): Step {
  return { content, finishReason, usage: { inputTokens, outputTokens, totalTokens } }
}

function askThrough(modelOf: (base: string, apiKey: string, model: string) => LanguageModel): Judge['ask'] {
  return async ({ base, apiKey, model, scenario, streamed }) => {
    const options = optionsOf(scenario, modelOf(base, apiKey, model))
    const result = streamed ? streamText(options) : await generateText(options)
    const steps = await result.steps
    const messages = (await result.response).messages
    return { steps: steps.map((step) => plain(step)), messages, output: scenario.structured && (await result.output) }
  }
}

judge({
  sdk: 'ai with @ai-sdk/anthropic',
  dialect: 'anthropic-messages',
  ask: askThrough((base, apiKey, model) => createAnthropic({ baseURL: `${base}/v1`, apiKey })(model)),
})
judge({
  sdk: 'ai with @ai-sdk/openai',
  dialect: 'openai-responses',
  ask: askThrough((base, apiKey, model) => createOpenAI({ baseURL: `${base}/v1`, apiKey }).responses(model)),
})
judge({
  sdk: 'ai with @ai-sdk/openai, chat',
  dialect: 'openai-chat',
  ask: askThrough((base, apiKey, model) => createOpenAI({ baseURL: `${base}/v1`, apiKey }).chat(model)),
  thoughtless: ['openai-responses'],
  readsNoThoughts: true,
})
judge({
  sdk: 'ai with @ai-sdk/google',
  dialect: 'gemini',
  ask: askThrough((base, apiKey, model) => createGoogleGenerativeAI({ baseURL: `${base}/v1beta`, apiKey })(model)),
})
