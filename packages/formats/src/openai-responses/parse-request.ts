import type { WireRequest } from '../codec.js'
import { compact } from '../json/compact.js'
import { ObjectReader } from '../json/object-reader.js'
import type { Conversation, OutputFormat, ReasoningRequest, ToolChoice } from '../model/conversation.js'
import { efforts } from '../openai/effort.js'
import { parseJsonSchema } from '../openai/json-schema-format.js'
import { TurnBuilder } from '../turns/turn-builder.js'
import { parseInput } from './parse-input.js'
import { parseToolChoice } from './parse-tool-choice.js'
import { parseTools } from './parse-tools.js'
import { refuseServerState } from './refuse-server-state.js'

/** @throws FormatError (400) that names the field */
export function parseRequest({ body }: WireRequest): Conversation {
  const reader = new ObjectReader(body, 400)
  refuseServerState(reader)
  const turns = new TurnBuilder()
  const instructions = reader.optionalString('instructions')
  if (instructions !== undefined && instructions !== '') turns.addSystem([{ type: 'text', text: instructions }])
  const laterTools = parseInput(reader, turns)
  const tools = [...parseTools(reader), ...laterTools]
  const text = reader.optionalChild('text')
  const reasoning = reader.optionalChild('reasoning')
  const userId = reader.optionalString('user')
  const toolChoice = parseToolChoice(reader)
  const kept = keptExtras(reader, toolChoice)
  const conversation = {
    origin: 'openai-responses' as const,
    model: reader.string('model'),
    stream: reader.optionalBoolean('stream') ?? false,
    system: turns.system,
    turns: turns.turns,
    tools,
    toolChoice,
    parallelToolCalls: reader.optionalBoolean('parallel_tool_calls'),
    maxTokens: reader.optionalCount('max_output_tokens'),
    temperature: reader.optionalNumber('temperature'),
    topP: reader.optionalNumber('top_p'),
    reasoning: reasoning === undefined ? undefined : parseReasoningRequest(reasoning),
    output: text === undefined ? undefined : parseOutput(text),
    verbosity: text?.optionalOneOf('verbosity', ['low', 'medium', 'high']),
    userId: reader.optionalString('safety_identifier') ?? userId,
    cacheKey: reader.optionalString('prompt_cache_key'),
    serviceTier: reader.optionalString('service_tier'),
  }
  skipDefaults(reader)
  const unread = [reader, text, reasoning].flatMap((part) => [...(part?.unread() ?? [])])
  return { ...compact(conversation), extras: new Map([...kept, ...unread]) }
}

function parseReasoningRequest(reader: ObjectReader): ReasoningRequest | undefined {
  const summary = reader.optionalString('summary') ?? reader.optionalString('generate_summary')
  const effort = reader.optionalOneOf('effort', efforts)
  if (effort === undefined && summary === undefined) return undefined
  return compact({ effort, show: summary === undefined ? undefined : true })
}

function parseOutput(text: ObjectReader): OutputFormat | undefined {
  const format = text.optionalChild('format')
  switch (format?.optionalOneOf('type', ['text', 'json_object', 'json_schema'])) {
    case 'json_object':
      return { type: 'json' }
    case 'json_schema':
      return format === undefined ? undefined : parseJsonSchema(format)
    case 'text':
    case undefined:
    default:
      return undefined
  }
}

/** Fields that say what every target does anyway, so that nobody is told they were dropped. */
function skipDefaults(reader: ObjectReader): void {
  reader.any('stream_options')
  for (const [name, value] of [
    ['store', false],
    ['background', false],
    ['truncation', 'disabled'],
    ['top_logprobs', 0],
  ] as const) {
    if (reader.object[name] === value) reader.any(name)
  }
}

/** A choice of a hosted tool, and what else is to be included than encrypted thoughts, which come in every answer. */
function keptExtras(reader: ObjectReader, toolChoice: ToolChoice | undefined): readonly [string, unknown][] {
  const include = (reader.optionalStrings('include') ?? []).filter((name) => name !== 'reasoning.encrypted_content')
  const hostedChoice = toolChoice === undefined ? reader.any('tool_choice') : undefined
  return [
    ...(include.length === 0 ? [] : [['include', include] satisfies [string, unknown]]),
    ...(hostedChoice === undefined ? [] : [['tool_choice', hostedChoice] satisfies [string, unknown]]),
  ]
}
