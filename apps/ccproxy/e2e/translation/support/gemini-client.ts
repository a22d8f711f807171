import {
  ApiError,
  type Content,
  type GenerateContentParameters,
  type GenerateContentResponse,
  GoogleGenAI,
  Type,
} from '@google/genai'
import {
  apiKey,
  model,
  type Said,
  type SdkClient,
  thrownBy,
  toolResult,
  weatherTool,
  words,
  wordsForTool,
} from './sdk-client.js'

const sdk = (base: string): GoogleGenAI['models'] => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: base } }).models

const parameters = {
  type: Type.OBJECT,
  properties: { city: { type: Type.STRING }, days: { type: Type.INTEGER } },
  required: ['city', 'days'],
}
const tools = [{ functionDeclarations: [{ name: weatherTool.name, description: weatherTool.description, parameters }] }]

/** The SDK puts no stream together. */
async function ask(
  base: string,
  request: GenerateContentParameters,
  streamed: boolean,
): Promise<readonly GenerateContentResponse[]> {
  if (!streamed) return [await sdk(base).generateContent(request)]
  const responses: GenerateContentResponse[] = []
  for await (const response of await sdk(base).generateContentStream(request)) responses.push(response)
  return responses
}

export const geminiClient: SdkClient = {
  async toolRound(base, streamed) {
    const contents: Content[] = [{ role: 'user', parts: [{ text: wordsForTool }] }]
    const first = await ask(base, { model, contents, config: { tools } }, streamed)
    const id = first.flatMap(({ functionCalls = [] }) => functionCalls)[0]?.id
    const functionResponse = { ...(id !== undefined && { id }), name: weatherTool.name, response: toolResult }
    // As the chats of the SDK remember them: chunk by chunk.
    contents.push(...first.flatMap(({ candidates }) => candidates?.[0]?.content ?? []))
    contents.push({ role: 'user', parts: [{ functionResponse }] })
    return [said(first), said(await ask(base, { model, contents, config: { tools } }, streamed))]
  },
  async failure(base, failing) {
    const error = await thrownBy(sdk(base).generateContent({ model: failing, contents: words }))
    if (!(error instanceof ApiError)) throw error
    const { code, message, status } = JSON.parse(error.message).error
    const [, retryDelay] = /"retryDelay":"([^"]*)"/.exec(error.message) ?? []
    return { code, message, status, httpStatus: error.status, retryDelay }
  },
}

function said(responses: readonly GenerateContentResponse[]): Said {
  const last = responses.at(-1)
  const parts = responses.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? [])
  const { promptTokenCount, candidatesTokenCount } = last?.usageMetadata ?? {}
  return {
    text: parts.map(({ text = '' }) => text).join(''),
    calls: parts.flatMap(({ functionCall: call }) =>
      call === undefined ? [] : [{ name: call.name, input: call.args }],
    ),
    finish: last?.candidates?.[0]?.finishReason,
    model: last?.modelVersion,
    tokens: [promptTokenCount, candidatesTokenCount],
  }
}
