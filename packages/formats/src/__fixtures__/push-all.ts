import type { StreamParser } from '../codec.js'
import type { AnswerEvent } from '../model/answer.js'

/** What a parser makes of a whole stream, one JSON text per event. */
export function pushAll(parser: StreamParser, data: readonly unknown[]): readonly AnswerEvent[] {
  const texts = data.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
  return [...texts.flatMap((text) => parser.push({ data: text })), ...parser.end()]
}
