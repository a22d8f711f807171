import type { WireRequest } from '../codec.js'
import { compact } from '../json/compact.js'
import { ObjectReader } from '../json/object-reader.js'
import type { Conversation } from '../model/conversation.js'
import { parseTexts } from './parse-text.js'
import { parseThinking } from './parse-thinking.js'
import { parseToolChoice, parseTools } from './parse-tools.js'
import { parseTurns } from './parse-turns.js'
import { keepUnread, type Parsing } from './parsing.js'
import { refuseThread } from './refuse-thread.js'

/** @throws FormatError (400) that names the field */
export function parseRequest(request: WireRequest): Conversation {
  const body = new ObjectReader(request.body, 400)
  refuseThread(body)
  const parsing: Parsing = { extras: new Map() }
  const metadata = body.optionalChild('metadata')
  const conversation = {
    origin: 'anthropic-messages' as const,
    model: body.string('model'),
    stream: body.optionalBoolean('stream') ?? false,
    system: parseTexts(body, 'system', parsing),
    turns: parseTurns(body, parsing),
    tools: parseTools(body, parsing),
    ...parseToolChoice(body),
    ...parseThinking(body, parsing),
    ...compact({
      maxTokens: body.optionalCount('max_tokens'),
      temperature: body.optionalNumber('temperature'),
      topP: body.optionalNumber('top_p'),
      topK: body.optionalCount('top_k'),
      stopSequences: body.optionalStrings('stop_sequences'),
      userId: metadata?.optionalString('user_id'),
      serviceTier: body.optionalString('service_tier'),
    }),
  }
  if (metadata !== undefined) keepUnread(metadata, parsing)
  keepUnread(body, parsing)
  return { ...conversation, extras: parsing.extras }
}
