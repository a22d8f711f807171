import type { WireRequest } from '../codec.js'
import { compact } from '../json/compact.js'
import { ObjectReader } from '../json/object-reader.js'
import type { Conversation, OutputFormat, ReasoningRequest } from '../model/conversation.js'
import { efforts } from '../openai/effort.js'
import { parseJsonSchema } from '../openai/json-schema-format.js'
import { TurnBuilder } from '../turns/turn-builder.js'
import { parseMessage } from './parse-message.js'
import { parseToolChoice } from './parse-tool-choice.js'
import { parseTools } from './parse-tools.js'

/** @throws FormatError (400) that names the field */
export function parseRequest({ body }: WireRequest): Conversation {
  const reader = new ObjectReader(body, 400)
  refuse(reader)
  const turns = new TurnBuilder()
  const messages = reader.children('messages')
  for (const message of messages) parseMessage(message, turns)
  const maxTokens = reader.optionalCount('max_tokens')
  const userId = reader.optionalString('user')
  const streamOptions = reader.optionalChild('stream_options')
  const conversation = {
    origin: 'openai-chat' as const,
    model: reader.string('model'),
    stream: reader.optionalBoolean('stream') ?? false,
    system: turns.system,
    turns: turns.turns,
    tools: parseTools(reader),
    toolChoice: parseToolChoice(reader),
    parallelToolCalls: reader.optionalBoolean('parallel_tool_calls'),
    maxTokens: reader.optionalCount('max_completion_tokens') ?? maxTokens,
    temperature: reader.optionalNumber('temperature'),
    topP: reader.optionalNumber('top_p'),
    topK: reader.optionalCount('top_k'),
    stopSequences: parseStop(reader),
    presencePenalty: reader.optionalNumber('presence_penalty'),
    frequencyPenalty: reader.optionalNumber('frequency_penalty'),
    seed: reader.optionalNumber('seed'),
    count: parseCount(reader),
    reasoning: parseReasoningRequest(reader),
    output: parseOutput(reader),
    verbosity: reader.optionalOneOf('verbosity', ['low', 'medium', 'high']),
    userId: reader.optionalString('safety_identifier') ?? userId,
    cacheKey: reader.optionalString('prompt_cache_key'),
    serviceTier: reader.optionalString('service_tier'),
    wantsStreamUsage: streamOptions?.optionalBoolean('include_usage'),
  }
  skipDefaults(reader)
  const names = messages.flatMap((message) => [...nameOf(message)])
  return { ...compact(conversation), extras: new Map([...reader.unread(), ...names]) }
}

/** Sound, and the form that functions had before tools: answers would have to have it too. */
function refuse(reader: ObjectReader): void {
  for (const name of ['functions', 'function_call']) {
    if (reader.any(name) !== undefined) reader.fail(name, 'is not translated: use tools and tool_choice')
  }
  const modalities = reader.optionalStrings('modalities') ?? []
  if (modalities.some((modality) => modality !== 'text')) {
    reader.fail('modalities', 'can be text only with the provider of this model')
  }
}

/** Who speaks, where there are several: no other dialect has room for it. */
function nameOf(message: ObjectReader): ReadonlyMap<string, unknown> {
  const name = message.any('name')
  return new Map(name === undefined ? [] : [[message.pathOf('name'), name]])
}

function parseStop(reader: ObjectReader): readonly string[] | undefined {
  const stop = reader.any('stop')
  const list = typeof stop === 'string' ? [stop] : reader.optionalStrings('stop')
  return list === undefined || list.length === 0 ? undefined : list
}

function parseCount(reader: ObjectReader): number | undefined {
  const count = reader.optionalCount('n')
  if (count === 0) reader.fail('n', 'must be at least 1')
  return count === 1 ? undefined : count
}

/** `reasoning` is how OpenRouter and others say it. */
function parseReasoningRequest(reader: ObjectReader): ReasoningRequest | undefined {
  const reasoning = reader.optionalChild('reasoning')
  const exclude = reasoning?.optionalBoolean('exclude')
  const request: ReasoningRequest = compact({
    effort: reader.optionalOneOf('reasoning_effort', efforts) ?? reasoning?.optionalOneOf('effort', efforts),
    budgetTokens: reasoning?.optionalCount('max_tokens'),
    show: exclude === undefined ? undefined : !exclude,
  })
  return Object.keys(request).length === 0 ? undefined : request
}

function parseOutput(reader: ObjectReader): OutputFormat | undefined {
  const format = reader.optionalChild('response_format')
  const type = format?.optionalOneOf('type', ['text', 'json_object', 'json_schema'])
  if (type === 'json_object') return { type: 'json' }
  return type === 'json_schema' && format !== undefined ? parseJsonSchema(format.child('json_schema')) : undefined
}

/** Fields that say what every target does anyway, so that nobody is told they were dropped. */
function skipDefaults(reader: ObjectReader): void {
  for (const name of ['store', 'logprobs']) if (reader.object[name] === false) reader.any(name)
  if (reader.object['top_logprobs'] === 0) reader.any('top_logprobs')
}
