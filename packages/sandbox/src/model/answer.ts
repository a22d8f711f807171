// What the model says, in no dialect: always the same for the same question.
import { exampleArguments } from './example-arguments.js'
import { countTokens, type OfferedTool, type Question } from './question.js'
import { writtenArguments } from './written-arguments.js'

export interface ToolCall {
  readonly id: string
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

export interface Answer {
  /** Unique within the app; a dialect puts its own prefix before it. */
  readonly id: string
  readonly model: string
  /** The text in the pieces in which it is streamed; a piece counts as a token. */
  readonly pieces: readonly string[]
  /** Comes after the text and ends the answer. */
  readonly toolCall?: ToolCall
  readonly end: 'complete' | 'length' | 'tool'
  readonly inputTokens: number
  readonly outputTokens: number
}

const maximumEcho = 2_000

export function composeAnswer(question: Question, id: string): Answer {
  const { model, said, texts, maximumTokens = Number.POSITIVE_INFINITY } = question
  const echo = said.text.slice(0, maximumEcho)
  const text = `This is ${model}, offline. ${said.by === 'tool' ? 'The tool said' : 'You said'}: ${echo}`
  const all = text.match(/\s*\S+\s*$|\s*\S+/g) ?? [text]
  const pieces = all.slice(0, maximumTokens)
  const tool = calledTool(question)
  const answer = { id, model, pieces, inputTokens: countTokens(texts) }
  if (all.length > pieces.length) return { ...answer, end: 'length', outputTokens: pieces.length }
  if (tool === undefined) return { ...answer, end: 'complete', outputTokens: pieces.length }
  const toolArguments = writtenArguments(said.text, tool.name) ?? exampleArguments(tool.parameters)
  const toolCall = { id: `call_${id}`, name: tool.name, arguments: toolArguments }
  return { ...answer, toolCall, end: 'tool', outputTokens: pieces.length + 1 }
}

/** The tool that must be called, or that the person names; a tool's own result is never answered by a call. */
function calledTool({ tools, toolChoice, said }: Question): OfferedTool | undefined {
  if (toolChoice === 'none' || said.by === 'tool') return undefined
  if (typeof toolChoice === 'object') return tools.find(({ name }) => name === toolChoice.name)
  // A call that is written out wins: agents put texts of their own beside what a person says, which name tools, too.
  const written = tools.find(({ name }) => writtenArguments(said.text, name) !== undefined)
  const named = written ?? tools.find(({ name }) => said.text.includes(name))
  return named ?? (toolChoice === 'required' ? tools[0] : undefined)
}
