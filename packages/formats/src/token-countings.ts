import { parseCount, renderCount, renderCountRequest } from './anthropic-messages/count-tokens.js'
import { parseRequest } from './anthropic-messages/parse-request.js'
import type { TokenCounting } from './codec.js'
import * as gemini from './gemini/count-tokens.js'
import type { Dialect } from './model/dialect.js'
import * as responses from './openai-responses/count-tokens.js'
import { parseRequest as parseResponsesRequest } from './openai-responses/parse-request.js'

/** Dialects that can be asked for a number of tokens. Chat Completions has no such question. */
export const tokenCountings: Readonly<Partial<Record<Dialect, TokenCounting>>> = {
  'anthropic-messages': { parseCountRequest: parseRequest, renderCountRequest, parseCount, renderCount },
  'openai-responses': {
    parseCountRequest: parseResponsesRequest,
    renderCountRequest: responses.renderCountRequest,
    parseCount: responses.parseCount,
    renderCount: responses.renderCount,
  },
  gemini,
}
