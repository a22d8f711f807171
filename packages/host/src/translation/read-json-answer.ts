import { CCProxyError } from '@ccproxy/core'
import {
  type Answer,
  codecs,
  eventsOf,
  FormatError,
  type JsonObject,
  readAnswer,
  type StreamTranslation,
} from '@ccproxy/formats'
import { isJsonObject } from '@ccproxy/formats/json'
import { parseJsonObject } from './parse-json-object.js'
import type { Reply } from './reply.js'
import type { AnswerReader } from './whole-answer.js'

/** JSON of a provider, once it is all there. @param make @throws FormatError when it is not what it should be */
export function jsonReader(make: (body: JsonObject) => Reply): AnswerReader {
  const chunks: Buffer[] = []
  return {
    push: (chunk) => {
      chunks.push(chunk)
    },
    reply: () => {
      const body = parseJsonObject(Buffer.concat(chunks.splice(0)))
      if (body === undefined) throw new CCProxyError('CCPROXY_FORMAT_ANSWER', 'the answer of the provider is no JSON')
      return make(body)
    },
  }
}

/** A client that asked for a stream gets one, also where the provider gave none. @throws FormatError */
export function answerReply({ from, to, conversation }: StreamTranslation, body: JsonObject): Reply {
  let answer: Answer
  try {
    answer = readAnswer({ from, body, conversation })
  } catch (error) {
    // Servers that had begun to answer cannot take back the status.
    if (error instanceof FormatError && isJsonObject(body['error'])) return errorReply({ from, to }, body)
    throw error
  }
  if (!conversation.stream) return jsonReply(codecs[to].renderAnswer(answer, conversation))
  const renderer = codecs[to].createStreamRenderer(conversation)
  const { mediaType = 'text/event-stream' } = renderer
  const text = eventsOf(answer).map((event) => renderer.push(event))
  return { status: 200, mediaType, body: text.join('') }
}

function errorReply({ from, to }: Pick<StreamTranslation, 'from' | 'to'>, wire: JsonObject): Reply {
  const error = codecs[from].parseError(statusIn(wire['error']), wire)
  const { status, body } = codecs[to].renderError(error)
  return { ...jsonReply(body), status, error }
}

export function jsonReply(body: JsonObject): Reply {
  return { status: 200, mediaType: 'application/json', body: JSON.stringify(body) }
}

/** Some repeat the status in the error. */
function statusIn(error: unknown): number {
  const given = isJsonObject(error) ? [error['status'], error['code']].map(Number) : []
  return given.find((number) => number >= 400 && number <= 599) ?? 502
}
