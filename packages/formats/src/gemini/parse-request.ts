import type { WireRequest } from '../codec.js'
import { FormatError } from '../format-error.js'
import { compact } from '../json/compact.js'
import { ObjectReader } from '../json/object-reader.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { camelCase } from './camel-case.js'
import { parseContents, parseSystemInstruction } from './parse-contents.js'
import { parseGenerationConfig } from './parse-generation-config.js'
import { parseToolChoice, parseTools } from './parse-tools.js'
import { parsePath } from './request-path.js'

/** @throws FormatError (400) that names the field */
export function parseRequest({ path, body }: WireRequest): Conversation {
  const { model, method, isEventStream } = parsePath(path)
  if (method !== 'generateContent' && method !== 'streamGenerateContent') {
    throw new FormatError(400, `The method ${method} cannot be translated`, 'method')
  }
  const stream = method === 'streamGenerateContent'
  return {
    ...parseBody(body, model),
    stream,
    // Every stream of Google's has usage.
    ...(stream && { wantsStreamUsage: true }),
    ...(stream && !isEventStream && { streamFormat: 'json-array' as const }),
  }
}

/** The part of a request that is in its body. */
export function parseBody(wireBody: JsonObject, model: string): Conversation {
  const body = new ObjectReader(camelCase(wireBody), 400)
  const config = body.optionalChild('generationConfig')
  const toolConfig = body.optionalChild('toolConfig')
  const conversation = {
    origin: 'gemini' as const,
    model,
    stream: false,
    system: parseSystemInstruction(body),
    turns: parseContents(body),
    tools: parseTools(body),
    ...compact({ toolChoice: parseToolChoice(toolConfig), serviceTier: body.optionalString('serviceTier') }),
    ...(config === undefined ? {} : parseGenerationConfig(config)),
  }
  // A body may repeat the model of the path.
  body.any('model')
  const unread = [body, config, toolConfig].flatMap((reader) => [...(reader?.unread() ?? [])])
  return { ...conversation, extras: new Map(unread) }
}
