// How requests of generateContent and countTokens read.
import * as v from 'valibot'
import { parseBody } from '../parse-body.js'
import { countTokens, type Question } from '../question.js'

const part = v.looseObject({
  text: v.optional(v.string()),
  thought: v.optional(v.boolean()),
  inlineData: v.optional(v.looseObject({ mimeType: v.string(), data: v.string() })),
  functionResponse: v.optional(v.looseObject({ name: v.string(), response: v.optional(v.unknown()) })),
})
const content = v.looseObject({ role: v.optional(v.picklist(['user', 'model', 'function'])), parts: v.array(part) })

const declaration = v.looseObject({
  name: v.string(),
  parameters: v.optional(v.unknown()),
  parametersJsonSchema: v.optional(v.unknown()),
})

const schema = v.looseObject({
  contents: v.pipe(v.array(content), v.minLength(1)),
  systemInstruction: v.optional(v.looseObject({ parts: v.array(part) })),
  generationConfig: v.optional(
    v.looseObject({
      maxOutputTokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
      thinkingConfig: v.optional(v.looseObject({ includeThoughts: v.optional(v.boolean()) })),
      responseSchema: v.optional(v.unknown()),
      responseJsonSchema: v.optional(v.unknown()),
    }),
  ),
  // Tools of the server have no declarations.
  tools: v.optional(v.array(v.looseObject({ functionDeclarations: v.optional(v.array(declaration), []) })), []),
  toolConfig: v.optional(
    v.looseObject({
      functionCallingConfig: v.optional(
        v.looseObject({ mode: v.optional(v.string()), allowedFunctionNames: v.optional(v.array(v.string()), []) }),
      ),
    }),
  ),
})

type Request = v.InferOutput<typeof schema>
type Part = v.InferOutput<typeof part>

/** @throws ModelError 400 */
export function parseGenerate(body: unknown, model = ''): Question {
  const request = parseBody(schema, body)
  return {
    model,
    said: lastSaid(request),
    texts: textsOf(request),
    maximumTokens: request.generationConfig?.maxOutputTokens,
    tools: request.tools
      .flatMap(({ functionDeclarations }) => functionDeclarations)
      .map(({ name, parameters, parametersJsonSchema }) => ({ name, parameters: parameters ?? parametersJsonSchema })),
    toolChoice: toolChoice(request),
    // The method says it.
    stream: false,
    thinks: request.generationConfig?.thinkingConfig?.includeThoughts ?? false,
    schema: request.generationConfig?.responseSchema ?? request.generationConfig?.responseJsonSchema,
    images: lastParts(request).flatMap(({ inlineData: data }) =>
      data === undefined ? [] : [`data:${data.mimeType};base64,${data.data}`],
    ),
  }
}

/** The request to be counted, bare or as a field. */
const countSchema = v.looseObject({ generateContentRequest: v.optional(schema) })

/** @throws ModelError 400 */
export function countGenerate(body: unknown): object {
  const { generateContentRequest } = parseBody(countSchema, body)
  return { totalTokens: countTokens(textsOf(generateContentRequest ?? parseBody(schema, body))) }
}

function toolChoice({ toolConfig }: Request): Question['toolChoice'] {
  const { mode, allowedFunctionNames: [name] = [] } = toolConfig?.functionCallingConfig ?? {}
  if (mode === 'NONE') return 'none'
  if (mode !== 'ANY') return 'auto'
  return name === undefined ? 'required' : { name }
}

const lastParts = ({ contents }: Request): readonly Part[] =>
  contents.findLast(({ role }) => role !== 'model')?.parts ?? []

function lastSaid(request: Request): Question['said'] {
  const parts = lastParts(request)
  const result = parts.findLast(({ functionResponse }) => functionResponse !== undefined)?.functionResponse
  if (result === undefined) return { by: 'user', text: textIn(parts) }
  return { by: 'tool', text: resultText(result.response) }
}

const textsOf = ({ contents, systemInstruction }: Request): readonly string[] => [
  textIn(systemInstruction?.parts ?? []),
  ...contents.map(({ parts }) => textIn(parts)),
]

const textIn = (parts: readonly Part[]): string =>
  parts
    .filter(({ thought }) => thought !== true)
    .map(({ text, functionResponse: result }) => text ?? (result === undefined ? '' : resultText(result.response)))
    .join('')

/** Most clients put what a function says into `output`. */
const resultText = (response: unknown = {}): string =>
  v.is(v.strictObject({ output: v.string() }), response) ? response.output : JSON.stringify(response)
