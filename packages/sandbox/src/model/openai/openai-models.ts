import type { Model } from 'openai/resources/models'
import { modelNames, modelsCreatedAt } from '../model-names.js'

const data: readonly Model[] = modelNames.map(({ id }) => ({
  id,
  object: 'model',
  created: modelsCreatedAt / 1_000,
  owned_by: 'ccproxy',
}))

export const openaiModels = { object: 'list', data }

export const findOpenaiModel = (id: string): Model | undefined => data.find((model) => model.id === id)
