// The official SDKs, used as their documents say: what they collect of an answer is what they send back.
import Anthropic from '@anthropic-ai/sdk'
import { type Chat, type Content, GoogleGenAI, type Part } from '@google/genai'
import OpenAI from 'openai'
import { type Client, type Clients, parameters, question, resultOf, type TalkTurn } from './talk.js'

const apiKey = 'fake-key-1'

const anthropic: Client = async ({ first, second, streamed }) => {
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: question }]
  const ask = async ({ base, model }: TalkTurn): Promise<Anthropic.Message> => {
    const client = new Anthropic({ apiKey, authToken: null, baseURL: base, maxRetries: 0 })
    const body: Anthropic.MessageCreateParamsNonStreaming = {
      model,
      max_tokens: 4096,
      thinking: { type: 'enabled', budget_tokens: 1024 },
      tools: [{ name: 'look', input_schema: parameters }],
      messages,
    }
    return streamed ? client.messages.stream(body).finalMessage() : client.messages.create(body)
  }
  const { content } = await ask(first)
  messages.push({ role: 'assistant', content })
  const results = content
    .filter((block) => block.type === 'tool_use')
    .map(({ id, input }) => ({ type: 'tool_result' as const, tool_use_id: id, content: resultOf(input) }))
  messages.push({ role: 'user', content: results })
  const answer = await ask(second)
  return answer.content.map((block) => (block.type === 'text' ? block.text : '')).join('')
}

const chat: Client = async ({ first, second, streamed }) => {
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: question }]
  const ask = async ({ base, model }: TalkTurn): Promise<OpenAI.ChatCompletionMessage | undefined> => {
    const { completions } = new OpenAI({ apiKey, baseURL: `${base}/v1`, maxRetries: 0 }).chat
    const tools = [{ type: 'function' as const, function: { name: 'look', parameters } }]
    const body = { model, messages, tools, reasoning_effort: 'medium' as const }
    const answer = streamed ? await completions.stream(body).finalChatCompletion() : await completions.create(body)
    return answer.choices[0]?.message
  }
  const message = await ask(first)
  if (message === undefined) throw new Error('no message')
  messages.push(message)
  for (const call of message.tool_calls ?? [])
    if (call.type === 'function')
      messages.push({ role: 'tool', tool_call_id: call.id, content: resultOf(call.function.arguments) })
  return (await ask(second))?.content ?? ''
}

const responses: Client = async ({ first, second, streamed }) => {
  const input: OpenAI.Responses.ResponseInputItem[] = [{ role: 'user', content: question }]
  const ask = async ({ base, model }: TalkTurn): Promise<OpenAI.Responses.Response> => {
    const client = new OpenAI({ apiKey, baseURL: `${base}/v1`, maxRetries: 0 })
    const body: OpenAI.Responses.ResponseCreateParamsNonStreaming = {
      model,
      input,
      store: false,
      include: ['reasoning.encrypted_content'],
      reasoning: { effort: 'medium', summary: 'auto' },
      tools: [{ type: 'function', name: 'look', parameters, strict: false }],
    }
    if (!streamed) return client.responses.create(body)
    return client.responses.stream({ ...body, stream: true }).finalResponse()
  }
  const { output } = await ask(first)
  for (const item of output)
    if (item.type === 'reasoning' || item.type === 'message' || item.type === 'function_call') input.push(item)
  for (const item of output)
    if (item.type === 'function_call')
      input.push({ type: 'function_call_output', call_id: item.call_id, output: resultOf(item.arguments) })
  return (await ask(second)).output_text
}

function openChat({ base, model }: TalkTurn, history: Content[]): Chat {
  return new GoogleGenAI({ apiKey, httpOptions: { baseUrl: base } }).chats.create({
    model,
    history,
    config: {
      thinkingConfig: { includeThoughts: true },
      tools: [{ functionDeclarations: [{ name: 'look', parametersJsonSchema: parameters }] }],
    },
  })
}

const gemini: Client = async ({ first, second, streamed }) => {
  const send = async (asked: Chat, message: string | Part[]): Promise<readonly Part[]> => {
    if (!streamed) return (await asked.sendMessage({ message })).candidates?.[0]?.content?.parts ?? []
    const parts: Part[] = []
    for await (const chunk of await asked.sendMessageStream({ message }))
      parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []))
    return parts
  }
  const opened = openChat(first, [])
  const calls = (await send(opened, question)).map((part) => part.functionCall).filter((call) => call !== undefined)
  const results: Part[] = calls.map(({ id, name, args }) => ({
    functionResponse: {
      ...(id !== undefined && { id }),
      ...(name !== undefined && { name }),
      response: { output: resultOf(args) },
    },
  }))
  const parts = await send(openChat(second, opened.getHistory()), results)
  return parts.map(({ text, thought }) => (thought === true ? '' : (text ?? ''))).join('')
}

export const sdkClients: Clients = {
  'anthropic-messages': anthropic,
  'openai-chat': chat,
  'openai-responses': responses,
  gemini,
}
