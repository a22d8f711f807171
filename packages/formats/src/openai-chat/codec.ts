import type { Codec } from '../codec.js'
import { parseError, renderError } from '../openai/errors.js'
import { parseAnswer } from './parse-answer.js'
import { parseRequest } from './parse-request.js'
import { renderAnswer } from './render-answer.js'
import { renderRequest } from './render-request.js'
import { ChatStreamParser } from './stream-parser.js'
import { ChatStreamRenderer } from './stream-renderer.js'

/** OpenAI Chat Completions, which many providers speak: `POST /v1/chat/completions`. */
export const openaiChat: Codec = {
  dialect: 'openai-chat',
  parseRequest,
  renderRequest,
  parseAnswer,
  renderAnswer,
  createStreamParser: () => new ChatStreamParser(),
  createStreamRenderer: (request) => new ChatStreamRenderer(request),
  parseError,
  renderError,
}
