const models = [
  { type: 'model', id: 'sandbox-1', display_name: 'Sandbox 1', created_at: '2026-01-01T00:00:00Z' },
  { type: 'model', id: 'sandbox-slow', display_name: 'Sandbox, slowly', created_at: '2026-01-01T00:00:00Z' },
] as const

export const modelList = { data: models, has_more: false, first_id: models[0].id, last_id: models[1].id }

export const findModel = (id: string): object | undefined => models.find((model) => model.id === id)
