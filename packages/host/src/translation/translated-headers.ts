// Which headers still mean something when the body speaks another dialect.
import { HeaderList } from '../transport/header-list.js'
import type { AnswerContext } from './answer-context.js'

/** Of the client's own dialect, or of the library that speaks it: versions, betas, telemetry. */
const ofDialects = ['anthropic-', 'openai-', 'x-goog-', 'x-stainless-', 'x-claude-', 'x-codex-', 'chatgpt-']

/** Of the bytes that came, not of those that we make of them. */
const ofBytes = ['content-', 'repr-digest', 'digest', 'etag', 'last-modified', 'accept-ranges', 'vary']

/** The client's headers for a body of JSON that we made; the answer is to come unencoded, so that we can read it. */
export function translatedRequestHeaders(headers: HeaderList): HeaderList {
  return without(headers, [...ofDialects, 'content-']).with({
    'content-type': 'application/json',
    'accept-encoding': 'identity',
  })
}

/** The provider's headers for an answer in the client's dialect: limits, times to wait, and the id of the request. */
export function translatedResponseHeaders(
  headers: HeaderList,
  { to, requestId }: Pick<AnswerContext, 'to' | 'requestId'>,
  contentType: string,
): HeaderList {
  // Where the client's SDK looks for it.
  const named = to === 'anthropic-messages' ? 'request-id' : 'x-request-id'
  const id = headers.get('x-request-id') ?? headers.get('request-id') ?? requestId
  return without(headers, ofBytes).with({ 'content-type': contentType, [named]: id })
}

function without({ flat }: HeaderList, prefixes: readonly string[]): HeaderList {
  const kept: string[] = []
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const name = flat[index] ?? ''
    const lower = name.toLowerCase()
    if (!prefixes.some((prefix) => lower.startsWith(prefix))) kept.push(name, flat[index + 1] ?? '')
  }
  return new HeaderList(kept)
}
