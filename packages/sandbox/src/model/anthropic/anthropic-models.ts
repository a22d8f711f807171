import { modelNames, modelsCreatedAt } from '../model-names.js'

const models = modelNames.map(({ id, displayName }) => ({
  type: 'model',
  id,
  display_name: displayName,
  created_at: new Date(modelsCreatedAt).toISOString(),
}))

export const anthropicModels = {
  data: models,
  has_more: false,
  first_id: models[0]?.id ?? null,
  last_id: models.at(-1)?.id ?? null,
}

export const findAnthropicModel = (id: string): object | undefined => models.find((model) => model.id === id)
