import type { Codec } from '../codec.js'
import { parseError, renderError } from './errors.js'
import { parseAnswer } from './parse-answer.js'
import { parseRequest } from './parse-request.js'
import { renderAnswer } from './render-answer.js'
import { renderRequest } from './render-request.js'
import { AnthropicStreamParser } from './stream-parser.js'
import { AnthropicStreamRenderer } from './stream-renderer.js'

export const anthropicMessages: Codec = {
  dialect: 'anthropic-messages',
  parseRequest,
  renderRequest,
  parseAnswer,
  renderAnswer,
  createStreamParser: () => new AnthropicStreamParser(),
  createStreamRenderer: () => new AnthropicStreamRenderer(),
  parseError,
  renderError,
}
