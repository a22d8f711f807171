import type { Codec } from '../codec.js'
import { ObjectReader } from '../json/object-reader.js'
import { parseError, renderError } from './errors.js'
import { parseAnswer } from './parse-answer.js'
import { parseRequest } from './parse-request.js'
import { renderAnswer } from './render-answer.js'
import { renderRequest } from './render-request.js'
import { createStreamParser } from './stream-parser.js'
import { createStreamRenderer } from './stream-renderer.js'
import { parseUsage } from './usage.js'

/** Google's generateContent. */
export const gemini: Codec = {
  dialect: 'gemini',
  parseRequest,
  renderRequest,
  parseAnswer,
  parseUsage: (usage) => parseUsage(new ObjectReader(usage, 502)),
  renderAnswer,
  createStreamParser,
  createStreamRenderer,
  parseError,
  renderError,
}
