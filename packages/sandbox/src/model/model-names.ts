// The models that are listed. Any other name is answered, too.

/** Epoch ms. */
export const modelsCreatedAt = Date.UTC(2026, 0, 1)

export const modelNames = [
  { id: 'sandbox-1', displayName: 'Sandbox 1' },
  { id: 'sandbox-slow', displayName: 'Sandbox, slowly' },
] as const
