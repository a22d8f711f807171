// The models that are listed. Any other name is answered, too.
export const modelNames = [
  { id: 'sandbox-1', displayName: 'Sandbox 1', createdAt: '2026-01-01T00:00:00Z' },
  { id: 'sandbox-slow', displayName: 'Sandbox, slowly', createdAt: '2026-01-01T00:00:00Z' },
] as const
