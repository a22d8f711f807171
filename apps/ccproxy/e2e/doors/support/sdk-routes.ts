// The official SDKs on the native routes of a provider: what a person's own program does.
import { Anthropic } from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { OpenAI } from 'openai'

export type SdkRoute = 'messages' | 'chat' | 'responses' | 'gemini-v1' | 'gemini-v1beta'

/** Model and words that every route sends, and what a stand-in answers. */
const model = 'stand-in-1'
const words = 'hello through the door'
export const answered = `This is ${model}, offline. You said: ${words}`

/** What an SDK wants to have; the proxy takes it away. */
const apiKey = 'no-key'
const openai = (base: string): OpenAI => new OpenAI({ apiKey, baseURL: `${base}/v1`, maxRetries: 0 })

async function gemini(base: string, apiVersion: string): Promise<string> {
  const { models } = new GoogleGenAI({ apiKey, apiVersion, httpOptions: { baseUrl: base } })
  let text = ''
  for await (const part of await models.generateContentStream({ model, contents: words })) text += part.text ?? ''
  return text
}

/** One streamed answer. `base` is `http://127.0.0.1:<port>/<provider>`. */
export const sdkRoutes: Readonly<Record<SdkRoute, (base: string) => Promise<string>>> = {
  messages: async (base) => {
    const client = new Anthropic({ apiKey, authToken: null, baseURL: base, maxRetries: 0 })
    const body = { model, max_tokens: 100, messages: [{ role: 'user' as const, content: words }] }
    return client.messages.stream(body).finalText()
  },
  chat: async (base) => {
    const body = { model, messages: [{ role: 'user' as const, content: words }] }
    const { choices } = await openai(base).chat.completions.stream(body).finalChatCompletion()
    return choices[0]?.message.content ?? ''
  },
  responses: async (base) => (await openai(base).responses.stream({ model, input: words }).finalResponse()).output_text,
  'gemini-v1': (base) => gemini(base, 'v1'),
  'gemini-v1beta': (base) => gemini(base, 'v1beta'),
}
