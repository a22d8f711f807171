// Lists of models as the clients of each dialect know them.
import type { Dialect } from '@ccproxy/core'
import type { ListedModel } from './model-catalog.js'

/** One model. */
export function renderModel(model: ListedModel, dialect: Dialect | undefined): object {
  const { id, provider, displayName, contextWindow } = model
  if (dialect === 'anthropic-messages')
    // Nobody says when, and SDKs want a date.
    return { type: 'model', id, display_name: displayName ?? id, created_at: '1970-01-01T00:00:00Z' }
  if (dialect === 'gemini')
    return {
      name: `models/${id}`,
      displayName: displayName ?? id,
      ...(contextWindow !== undefined && { inputTokenLimit: contextWindow }),
      supportedGenerationMethods: ['generateContent', 'streamGenerateContent', 'countTokens'],
    }
  return { id, object: 'model', created: 0, owned_by: provider }
}

/** All of them, on one page. */
export function renderModels(models: readonly ListedModel[], dialect: Dialect | undefined): object {
  const data = models.map((model) => renderModel(model, dialect))
  if (dialect === 'gemini') return { models: data }
  if (dialect !== 'anthropic-messages') return { object: 'list', data }
  return { data, has_more: false, first_id: models[0]?.id ?? null, last_id: models.at(-1)?.id ?? null }
}
