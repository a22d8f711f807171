export type ServiceTier = 'auto' | 'default' | 'flex' | 'scale' | 'priority' | 'fast' | 'ultrafast'

const tiers: ReadonlySet<string> = new Set<ServiceTier>([
  'auto',
  'default',
  'flex',
  'scale',
  'priority',
  'fast',
  'ultrafast',
])

/** Tiers of other providers have other names, and mean other contracts. */
export function isServiceTier(tier: string): tier is ServiceTier {
  return tiers.has(tier)
}
