import {
  type Candidate,
  type Content,
  type GenerateContentParameters,
  type GenerateContentResponse,
  GoogleGenAI,
  type Part,
  ThinkingLevel,
} from '@google/genai'
import { type Judge, judge } from './support/judge.js'
import { findInput, form, found, jsonSchema, lookInput, pixel, type Scenario, system } from './support/scenarios.js'

const tools = [
  {
    functionDeclarations: [
      { name: 'look', description: 'Looks', parametersJsonSchema: jsonSchema(lookInput) },
      { name: 'find', description: 'Finds', parametersJsonSchema: jsonSchema(findInput) },
    ],
  },
]

type Request = Omit<GenerateContentParameters, 'contents'> & { readonly contents: Content[] }

function requestOf(
  { prompt, image, reasoning, structured, limit, tools: isOffered }: Scenario,
  model: string,
): Request {
  const picture = { inlineData: { mimeType: 'image/png', data: pixel } }
  return {
    model,
    contents: [{ role: 'user', parts: [{ text: prompt }, ...(image ? [picture] : [])] }],
    config: {
      systemInstruction: system,
      ...(reasoning && { thinkingConfig: { includeThoughts: true, thinkingLevel: ThinkingLevel.HIGH } }),
      ...(structured && { responseMimeType: 'application/json', responseJsonSchema: jsonSchema(form) }),
      ...(isOffered && { tools }),
      ...(limit !== undefined && { maxOutputTokens: limit }),
    },
  }
}

interface Final {
  readonly parts: readonly Part[]
  readonly candidate: Candidate | undefined
  readonly rest: Readonly<Record<'modelVersion' | 'promptFeedback' | 'usageMetadata', unknown>>
}

/** The SDK puts no chunks together: texts in a row are one, empty ones none. */
function finalOf(chunks: readonly GenerateContentResponse[]): Final {
  const parts: Part[] = []
  for (const part of chunks.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? [])) {
    if (part.text === '') continue
    const last = parts.at(-1)
    if (part.text === undefined || last?.text === undefined || last.thought !== part.thought) parts.push(part)
    else parts.splice(-1, 1, { ...last, ...part, text: last.text + part.text })
  }
  const { candidates, modelVersion, promptFeedback, usageMetadata } = chunks.at(-1) ?? {}
  const [candidate] = candidates ?? []
  return {
    parts,
    candidate: candidate === undefined ? undefined : { ...candidate, content: {} },
    rest: { modelVersion, promptFeedback, usageMetadata },
  }
}

const ask: Judge['ask'] = async ({ base, apiKey, model, scenario, streamed }) => {
  const { models } = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: base } })
  const request = requestOf(scenario, model)
  const turn = async (contents: Content[]): Promise<Final> => {
    if (!streamed) return finalOf([await models.generateContent({ ...request, contents })])
    const chunks: GenerateContentResponse[] = []
    for await (const chunk of await models.generateContentStream({ ...request, contents })) chunks.push(chunk)
    return finalOf(chunks)
  }
  const first = await turn(request.contents)
  if (!scenario.results) return first
  const results = first.parts.flatMap(({ functionCall: call }): Part[] => {
    if (call === undefined) return []
    const response = { output: found(call.name ?? '', call.args) }
    return [{ functionResponse: { ...(call.id !== undefined && { id: call.id }), name: call.name ?? '', response } }]
  })
  const history: Content[] = [
    { role: 'model', parts: [...first.parts] },
    { role: 'user', parts: results },
  ]
  return [first, await turn([...request.contents, ...history])]
}

judge({ sdk: '@google/genai', dialect: 'gemini', ask })
