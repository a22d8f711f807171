import { modelNames } from '../model-names.js'

const models = modelNames.map(({ id, displayName }) => ({
  name: `models/${id}`,
  version: '001',
  displayName,
  inputTokenLimit: 1_000_000,
  outputTokenLimit: 65_536,
  supportedGenerationMethods: ['generateContent', 'countTokens'],
}))

export const geminiModels = { models }

export const findGeminiModel = (id: string): object | undefined => models.find(({ name }) => name === `models/${id}`)
