// Lists of models as the clients of each dialect know them.
import type { Dialect } from '@ccproxy/core'
import type { ListedModel } from './model-catalog.js'

/** One model. */
export function renderModel(model: ListedModel, dialect: Dialect | undefined): object {
  const { id, provider, displayName, contextWindow } = model
  // SDKs want a date, and an alias has none.
  const created = epochSeconds(model.createdAt ?? 0)
  if (dialect === 'anthropic-messages')
    return { type: 'model', id, display_name: displayName ?? id, created_at: isoDate(created) }
  if (dialect === 'gemini')
    return {
      name: `models/${id}`,
      displayName: displayName ?? id,
      ...(contextWindow !== undefined && { inputTokenLimit: contextWindow }),
      supportedGenerationMethods: ['generateContent', 'streamGenerateContent', 'countTokens'],
    }
  return { id, object: 'model', created, owned_by: provider }
}

/** A plugin may have told a date that no calendar has. */
function epochSeconds(epochMs: number): number {
  return Number.isNaN(new Date(epochMs).getTime()) ? 0 : Math.floor(epochMs / 1000)
}

/** As Anthropic writes a date. */
const isoDate = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

/** All of them, on one page. */
export function renderModels(models: readonly ListedModel[], dialect: Dialect | undefined): object {
  const data = models.map((model) => renderModel(model, dialect))
  if (dialect === 'gemini') return { models: data }
  if (dialect !== 'anthropic-messages') return { object: 'list', data }
  return { data, has_more: false, first_id: models[0]?.id ?? null, last_id: models.at(-1)?.id ?? null }
}
