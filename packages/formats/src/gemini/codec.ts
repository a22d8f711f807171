import type { Codec } from '../codec.js'
import { parseError, renderError } from './errors.js'
import { parseAnswer } from './parse-answer.js'
import { parseRequest } from './parse-request.js'
import { renderAnswer } from './render-answer.js'
import { renderRequest } from './render-request.js'
import { createStreamParser } from './stream-parser.js'
import { createStreamRenderer } from './stream-renderer.js'

/** Google's generateContent. */
export const gemini: Codec = {
  dialect: 'gemini',
  parseRequest,
  renderRequest,
  parseAnswer,
  renderAnswer,
  createStreamParser,
  createStreamRenderer,
  parseError,
  renderError,
}
