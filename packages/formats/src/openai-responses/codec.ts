import type { Codec } from '../codec.js'
import { parseError, renderError } from '../openai/errors.js'
import { parseAnswer } from './parse-answer.js'
import { parseRequest } from './parse-request.js'
import { renderAnswer } from './render-answer.js'
import { renderRequest } from './render-request.js'
import { ResponsesStreamParser } from './stream-parser.js'
import { ResponsesStreamRenderer } from './stream-renderer.js'

/** OpenAI Responses: `POST /v1/responses`. */
export const openaiResponses: Codec = {
  dialect: 'openai-responses',
  parseRequest,
  renderRequest,
  parseAnswer,
  renderAnswer,
  createStreamParser: () => new ResponsesStreamParser(),
  createStreamRenderer: (request) => new ResponsesStreamRenderer(request),
  parseError,
  renderError,
}
