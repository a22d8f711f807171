// What the model says, in no dialect: always the same for the same question.
import { exampleArguments } from './example-arguments.js'
import { countTokens, type OfferedTool, type Question } from './question.js'
import { writtenArguments } from './written-arguments.js'

export interface ToolCall {
  readonly id: string
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** What the model thought before it spoke. */
export interface Thought {
  readonly text: string
  /** Signature, or encrypted content; base64. */
  readonly seal: string
}

export interface Answer {
  /** Unique within the app; a dialect puts its own prefix before it. */
  readonly id: string
  readonly model: string
  /** The text in the pieces in which it is streamed; a piece counts as a token. */
  readonly pieces: readonly string[]
  /** Comes before the text. */
  readonly thought?: Thought
  /** Come after the text and end the answer. */
  readonly toolCalls: readonly ToolCall[]
  readonly end: 'complete' | 'length' | 'tool'
  readonly inputTokens: number
  /** With those of the thought. */
  readonly outputTokens: number
  readonly thoughtTokens: number
}

const maximumEcho = 2_000

export function composeAnswer(question: Question, id: string): Answer {
  const { model, texts, maximumTokens = Number.POSITIVE_INFINITY } = question
  const text = textOf(question)
  const all = text.match(/\s*\S+\s*$|\s*\S+/g) ?? [text]
  const pieces = all.slice(0, maximumTokens)
  const thought = question.thinks === true ? { text: 'Nobody thinks here.', seal: sealOf(model) } : undefined
  const thoughtTokens = thought === undefined ? 0 : countTokens([thought.text])
  const answer = { id, model, pieces, inputTokens: countTokens(texts), thoughtTokens, ...(thought && { thought }) }
  const outputTokens = pieces.length + thoughtTokens
  if (all.length > pieces.length) return { ...answer, toolCalls: [], end: 'length', outputTokens }
  const toolCalls = calls(question).map((call, index) => ({
    ...call,
    id: `call_${id}${index === 0 ? '' : `_${index}`}`,
  }))
  if (toolCalls.length === 0) return { ...answer, toolCalls, end: 'complete', outputTokens }
  return { ...answer, toolCalls, end: 'tool', outputTokens: outputTokens + toolCalls.length }
}

function textOf({ model, said, schema, images = [] }: Question): string {
  if (schema !== undefined) return JSON.stringify(exampleArguments(schema))
  const echo = said.text.slice(0, maximumEcho)
  const seen = images.map((image) => ` I see ${image.length} characters of ${/^data:([^;]*)/.exec(image)?.[1]}.`)
  const text = `This is ${model}, offline. ${said.by === 'tool' ? 'The tool said' : 'You said'}: ${echo}`
  return `${text}${seen.join('')}`
}

const sealOf = (model: string): string => Buffer.from(`sealed by ${model}`).toString('base64')

/** Every call that is written out, else one of the tool that must be called or that the person names. */
function calls(question: Question): readonly Omit<ToolCall, 'id'>[] {
  const { tools, toolChoice, said } = question
  const isFree = typeof toolChoice === 'string' && toolChoice !== 'none' && said.by === 'user'
  const written = (isFree ? tools : []).flatMap(({ name }) => {
    const found = writtenArguments(said.text, name)
    return found === undefined ? [] : [{ name, arguments: found }]
  })
  // A call that is written out wins: agents put texts of their own beside what a person says, which name tools, too.
  if (written.length > 0) return written
  const tool = calledTool(question)
  if (tool === undefined) return []
  return [{ name: tool.name, arguments: writtenArguments(said.text, tool.name) ?? exampleArguments(tool.parameters) }]
}

/** The tool that must be called, or that the person names; a tool's own result is never answered by a call. */
function calledTool({ tools, toolChoice, said }: Question): OfferedTool | undefined {
  if (toolChoice === 'none' || said.by === 'tool') return undefined
  if (typeof toolChoice === 'object') return tools.find(({ name }) => name === toolChoice.name)
  const named = tools.find(({ name }) => said.text.includes(name))
  return named ?? (toolChoice === 'required' ? tools[0] : undefined)
}
