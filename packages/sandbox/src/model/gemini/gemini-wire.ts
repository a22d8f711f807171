import type { ModelWire } from '../model-wire.js'
import { geminiFailure, refuseGemini } from './gemini-failure.js'
import { findGeminiModel, geminiModels } from './gemini-models.js'
import { generateContentOf, generateContentParts } from './generate-answer.js'
import { countGenerate, parseGenerate } from './generate-request.js'

/** The Gemini API. */
export const geminiWire: ModelWire = {
  parse: parseGenerate,
  whole: generateContentOf,
  events: generateContentParts,
  refuse: refuseGemini,
  failure: geminiFailure,
  limitHeaders: {},
  models: geminiModels,
  findModel: findGeminiModel,
  count: countGenerate,
}
